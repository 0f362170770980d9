package org.hikyaku.neighbours.slips;

import java.io.IOException;
import org.hikyaku.neighbours.text.FileTree;
import org.hikyaku.neighbours.text.FileTree.Found;
import org.hikyaku.neighbours.text.HostFile;
import org.hikyaku.opendkim.FileSource;
import org.hikyaku.opendkim.SourceFile;

/** The files of a tree, for the readers of OpenDKIM's tables. */
record TreeFiles(FileTree tree) implements FileSource {

    private static final int OTHERS_WRITE = 0002;
    private static final int STICKY = 01000;

    @Override
    public SourceFile read(String path) throws IOException {
        return switch (tree.look(path)) {
            case Found.Text text -> source(text.file());
            case Found.Other _ -> throw new IOException("is no file");
            case Found.Absent _ -> throw new IOException("does not exist");
            case Found.Refused refused -> throw new IOException(refused.why());
        };
    }

    private SourceFile source(HostFile file) {
        HostFile.Rights rights = file.rights();
        return new SourceFile(
                file.octets(),
                new SourceFile.Access(
                        rights.owner(), rights.group(), rights.mode(), opener(file.realPath())));
    }

    /** The folder above a path that others may write to; empty where there is none. */
    private String opener(String path) {
        for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
            String folder = path.substring(0, end);
            boolean open =
                    tree.look(folder) instanceof Found.Other other
                            && (other.rights().mode() & OTHERS_WRITE) != 0
                            && (other.rights().mode() & STICKY) == 0;
            if (open) {
                return folder;
            }
        }
        return "";
    }
}
