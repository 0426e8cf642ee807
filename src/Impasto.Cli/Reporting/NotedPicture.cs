using Impasto.Cli.Shell;
using Impasto.Imaging;
using Impasto.Records;

namespace Impasto.Cli.Reporting;

/// <summary>Reads a picture and prints at once what was noticed about it.</summary>
internal static class NotedPicture
{
    /// <summary>Reads it.</summary>
    /// <param name="terminal">Has standard input, the web, and a place for notes.</param>
    /// <param name="name">A path, an http(s) address, or - for standard input.</param>
    /// <param name="vectorSide">Pixels of a drawing's longer side; null for its own.</param>
    /// <param name="cancellation">Ends a download, or the wait for standard input.</param>
    /// <exception cref="PictureException">It can't be fetched or read, or exceeds the limits.</exception>
    public static async Task<Picture> ReadAsync(
        Terminal terminal, string name, int? vectorSide, CancellationToken cancellation)
    {
        Stream? stream = name == "-" ? terminal.Input() : null;
        var reader = new PictureReader(new PictureLimits(), stream, terminal.Http) { VectorSide = vectorSide };
        Picture picture = await reader.ReadAsync(name, cancellation);
        var notes = new NoteLines(terminal.Out);
        foreach (string note in picture.Origin?.Notes ?? [])
            notes.Report(note);
        return picture;
    }

    /// <summary>Reads all pictures of a run.</summary>
    /// <param name="terminal">Has standard input, the web, and a place for notes.</param>
    /// <param name="record">The run.</param>
    /// <param name="cancellation">Ends a download, or the wait for standard input.</param>
    /// <exception cref="PictureException">One can't be fetched or read, or exceeds the limits.</exception>
    public static async Task<IReadOnlyDictionary<RecordedPicture, Picture>> ReadAllAsync(
        Terminal terminal, RunRecord record, CancellationToken cancellation)
    {
        Dictionary<RecordedPicture, Picture> pictures = [];
        foreach (RecordedPicture picture in record.Pictures)
            pictures[picture] = await ReadAsync(terminal, picture.Name, record.Options.VectorSide, cancellation);
        return pictures;
    }
}
