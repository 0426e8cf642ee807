using System.Globalization;
using Impasto.Training;
using Spectre.Console;

namespace Impasto.Cli.Full;

/// <summary>Reports how a style is learned: means over the last steps, printed and in a CSV file.</summary>
internal sealed class LearnLog : IProgress<LearnProgress>, IDisposable
{
    private const string Head = "step,loss,content,style,held_out,held_out_held,best,seconds";

    private readonly IAnsiConsole _console;
    private readonly int _every;
    private readonly TimeSpan _budget;
    private readonly List<LearnProgress> _recent = [];
    private readonly TrainingLogFile _file;

    /// <param name="console">Prints the lines.</param>
    /// <param name="every">Steps from one line to the next.</param>
    /// <param name="path">The log, which is continued if it exists; null for none.</param>
    /// <param name="budget">The time that the training may take.</param>
    public LearnLog(IAnsiConsole console, int every, string? path, TimeSpan budget)
    {
        (_console, _every, _budget) = (console, every, budget);
        _file = new TrainingLogFile(console, path);
        if (_file.IsNew)
            _file.Write(Head);
    }

    /// <summary>Why the log is incomplete, as a clause; null if it is not.</summary>
    public string? Problem => _file.Problem;

    public void Report(LearnProgress value)
    {
        if (value.Step > 0)
            _recent.Add(value);
        if (value.Step % _every != 0 && value.HeldOut is null)
            return;
        if (_recent.Count > 0)
        {
            double loss = _recent.Average(step => step.Loss), content = _recent.Average(step => step.Content);
            double style = _recent.Average(step => step.Style);
            _console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Step {value.Step}  loss {loss:0.000}  content {content:0.000}  style {style:0.000}  "
                + $"{value.Elapsed.TotalSeconds:0} of {_budget.TotalSeconds:0} s"));
            _file.Write($"{value.Step},{Text(loss)},{Text(content)},{Text(style)},{Text(value.HeldOut)},"
                + $"{Text(value.HeldOutHeld)},{(value.IsBest ? 1 : 0)},{Text(value.Elapsed.TotalSeconds)}");
        }
        else
        {
            _file.Write($"0,,,,{Text(value.HeldOut)},{Text(value.HeldOutHeld)},1,{Text(value.Elapsed.TotalSeconds)}");
        }

        _recent.Clear();
        if (value.HeldOut is not { } own || value.HeldOutHeld is not { } held)
            return;
        _console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  held out: loss {own:0.000}, with held moments {held:0.000}"
            + $"{(value.Step == 0 ? ", before the first step" : value.IsBest ? ", the best so far" : "")}"));
    }

    public void Dispose() => _file.Dispose();

    private static string Text(double? value) => value?.ToString("0.#####", CultureInfo.InvariantCulture) ?? "";
}
