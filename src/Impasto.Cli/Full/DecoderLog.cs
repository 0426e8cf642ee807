using System.Globalization;
using Impasto.Training;
using Spectre.Console;

namespace Impasto.Cli.Full;

/// <summary>Reports a decoder's training: means over the last steps, printed and in a CSV file.</summary>
internal sealed class DecoderLog : IProgress<DecoderProgress>, IDisposable
{
    private const string Head =
        "step,loss,content,style,identity,stability,held_content,held_style,held_identity,seconds";

    private readonly IAnsiConsole _console;
    private readonly int _every;
    private readonly List<DecoderProgress> _recent = [];
    private readonly TrainingLogFile _file;

    /// <param name="console">Prints the lines.</param>
    /// <param name="every">Steps from one line to the next.</param>
    /// <param name="path">The log, which is continued if it exists; null for none.</param>
    public DecoderLog(IAnsiConsole console, int every, string? path)
    {
        _console = console;
        _every = every;
        _file = new TrainingLogFile(console, path);
        if (_file.IsNew)
            _file.Write(Head);
    }

    /// <summary>Why the log is incomplete, as a clause; null if it is not.</summary>
    public string? Problem => _file.Problem;

    public void Report(DecoderProgress value)
    {
        _recent.Add(value);
        if (value.Step % _every != 0 && value.HeldOut is null)
            return;
        double[] means =
        [
            _recent.Average(step => step.Loss), _recent.Average(step => step.Content),
            _recent.Average(step => step.Style), _recent.Average(step => step.Identity),
            _recent.Average(step => step.Stability),
        ];
        _recent.Clear();
        string held = value.HeldOut is { } one ? $"{Text(one.Content)},{Text(one.Style)},{Text(one.Identity)}" : ",,";
        _file.Write($"{value.Step},{string.Join(',', means.Select(Text))},{held},{Text(value.Elapsed.TotalSeconds)}");
        _console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Step {value.Step} of {value.Steps}  loss {means[0]:0.000}  content {means[1]:0.000}  style "
            + $"{means[2]:0.000}  identity {means[3]:0.000}  stability {means[4]:0.0000}  "
            + $"{value.Elapsed.TotalSeconds:0} s"));
        if (value.HeldOut is { } seen)
        {
            _console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  held out: loss {seen.Loss:0.000}  content {seen.Content:0.000}  style {seen.Style:0.000}  "
                + $"identity {seen.Identity:0.000}"));
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Text(double value) => value.ToString("0.#####", CultureInfo.InvariantCulture);
}
