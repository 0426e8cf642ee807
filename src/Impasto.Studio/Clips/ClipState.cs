using System.Formats.Tar;
using Impasto.Studio.Storage;

namespace Impasto.Studio.Clips;

/// <summary>The state of a clip, a folder, as the one file that a checkpoint is.</summary>
internal static class ClipState
{
    // The end of a part that is being encoded: it is made again from the frames, which are kept as well.
    private const string Begun = ".begun.nut";

    /// <summary>Packs a folder, whose files nobody changes meanwhile, into a file; whole or not at all.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="file">The file; an earlier one is replaced.</param>
    public static void Pack(string folder, string file)
    {
        string temporary = $"{file}.{Guid.NewGuid():N}";
        try
        {
            using (FileStream stream = PrivateFiles.Open(temporary, FileMode.CreateNew))
            {
                using (var archive = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
                {
                    foreach (string part in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
                    {
                        if (!part.EndsWith(Begun, StringComparison.Ordinal))
                            archive.WriteEntry(part, Path.GetFileName(part));
                    }
                }

                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Unpacks a file into a folder, which is made.</summary>
    /// <param name="file">The file.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="Exception">The file is damaged.</exception>
    public static void Unpack(string file, string folder)
    {
        PrivateFiles.CreateFolder(folder);
        TarFile.ExtractToDirectory(file, folder, overwriteFiles: true);
    }
}
