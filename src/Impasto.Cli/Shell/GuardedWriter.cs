using System.Text;

namespace Impasto.Cli.Shell;

/// <summary>
/// A stream of text whose failure does not end the program, such as standard output on a full disk: after the first
/// failure everything else is dropped.
/// </summary>
/// <param name="writer">Receives the text.</param>
/// <param name="report">Receives the reason of the first failure, as a clause.</param>
internal sealed class GuardedWriter(TextWriter writer, Action<string> report) : TextWriter
{
    /// <summary>True if some text was lost.</summary>
    public bool HasLost { get; private set; }

    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value) => Try(() => writer.Write(value));

    public override void Write(string? value) => Try(() => writer.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => writer.Write(buffer, index, count));

    public override void Flush() => Try(writer.Flush);

    private void Try(Action write)
    {
        if (HasLost)
            return;
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            HasLost = true;
            report(failure.Reason());
        }
    }
}
