using System.Text;

namespace Impasto.Bench.Compare;

/// <summary>Writes lines to standard output at once, and to a file where one is wanted.</summary>
internal sealed class Report(string? path) : TextWriter
{
    private readonly StreamWriter? _file = path is null ? null : new StreamWriter(path);

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value)
    {
        Console.Write(value);
        _file?.Write(value);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _file?.Dispose();
        base.Dispose(disposing);
    }
}
