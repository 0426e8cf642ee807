using System.CommandLine;
using System.Globalization;
using System.Text;
using Impasto.Cli.Arguments;
using Impasto.Cli.Queue;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Records;
using Impasto.Storage;
using Spectre.Console;

namespace Impasto.Cli.Commands;

/// <summary>impasto sweep: paints one picture with every combination of some options' values.</summary>
internal sealed class SweepCommand(Terminal terminal)
{
    private const int MostPictures = 400;
    private const int LongestName = 200;

    private readonly Argument<string> _content = new("content") { Description = "The photograph." };
    private readonly Argument<string[]> _styles = new("style")
    {
        Description = "One or several paintings, as for stylize.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "An option of stylize and its values: style-weight=10,100,1000; values that contain commas are "
            + "separated by semicolons. May be given several times.",
        HelpName = "OPTION=VALUES",
        Arity = ArgumentArity.OneOrMore,
        Required = true,
    };

    private readonly QueueArguments _arguments = new();

    public static Command Create(Terminal terminal)
    {
        var sweep = new SweepCommand(terminal);
        return sweep._arguments.CreateCommand(
            "sweep",
            "Try every combination of some options' values: pictures, a contact sheet, and a table of the losses.",
            [sweep._content, sweep._styles, sweep._set],
            sweep.RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        StylizeRequest shared = _arguments.Read(
            parsed, [.. parsed.GetRequiredValue(_styles).Select(StyleWords.Parse)]);
        var content = new RecordedPicture(parsed.GetRequiredValue(_content));
        shared = shared with { Record = shared.Record with { Content = content } };
        QueueOptions options = _arguments.Options(parsed, terminal);
        SweepAxis[] axes = [.. parsed.GetRequiredValue(_set).Select(SweepAxis.Parse)];
        if (axes.GroupBy(axis => axis.Option.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new WrongCallException($"--set: expected --{twice.Key} once, with all its values.");
        IReadOnlyList<IReadOnlyList<string>> combinations = SweepAxis.Combinations(axes);
        if (combinations.Count > MostPictures)
        {
            throw new WrongCallException(
                $"--set: expected at most {MostPictures} combinations, got {combinations.Count}.");
        }

        StylizeRequest[] requests = [.. combinations.Select(values => Request(shared, axes, values, options.Folder))];
        new InputFiles(requests.SelectMany(request => request.Inputs))
            .RequireApart(("--output", Table(options)), ("--output", Sheet(options)));
        var queue = new PictureQueue(terminal, options);
        IReadOnlyList<QueueResult> results = await queue.RunAsync(requests, cancellation);
        if (!cancellation.IsCancellationRequested)
            queue.Try("The sheet or the table is missing", () => Conclude(axes, combinations, results, options));
        return QueueReport.Show(terminal, results, options, queue.HasProblems);
    }

    private static StylizeRequest Request(
        StylizeRequest shared, SweepAxis[] axes, IReadOnlyList<string> values, string folder)
    {
        StylizeOptions options = shared.Record.Options;
        for (int i = 0; i < axes.Length; i++)
        {
            (SweepAxis axis, string value) = (axes[i], values[i]);
            options = WrongCallException.Read(() => axis.Option.Write(options, value));
        }

        WrongCallException.Require(options.Validate());
        foreach (StylizeOption option in axes.Select(axis => axis.Option))
        {
            if ((option.WithoutEffect(options) ?? RegionWords.WithoutEffect(option, shared.Record.Regions)) is { } why)
                throw new WrongCallException($"--set: {option.Name} {why}.");
        }

        string name = string.Join('_', axes.Zip(values, (axis, value) => $"{axis.Option.Name}={value}"));
        string plain = string.Concat(name.Select(letter => IsPlain(letter) ? letter : '-'));
        // Values that differ in other letters only, or far behind, get names that differ.
        if (plain != name || plain.Length > LongestName)
            plain = $"{plain[..Math.Min(plain.Length, LongestName)]}-{PairName.Hash(name)}";
        return shared with
        {
            Record = shared.Record with { Options = options },
            Output = Path.Combine(folder, $"{plain}{shared.Output}"),
        };
    }

    private static bool IsPlain(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter is '=' or '-' or '_' or '.' or ',' or '+';

    private static string Table(QueueOptions options) => Path.Combine(options.Folder, "sweep.csv");

    private static string Sheet(QueueOptions options) => Path.Combine(options.Folder, "sheet.png");

    // Sheet and table describe the folder, as its manifest does: every sweep writes them again.
    private void Conclude(
        SweepAxis[] axes,
        IReadOnlyList<IReadOnlyList<string>> combinations,
        IReadOnlyList<QueueResult> results,
        QueueOptions options)
    {
        string table = Table(options), sheet = Sheet(options);
        byte[] text = Encoding.UTF8.GetBytes(Table(axes, combinations, results));
        AtomicFile.Write(table, overwrite: true, stream => stream.Write(text));
        ContactSheet.Write(sheet, axes, combinations, results);
        if (!options.Quiet)
            terminal.Out.WriteLine($"Sheet    {sheet}, losses in {table}");
    }

    private static string Table(
        SweepAxis[] axes,
        IReadOnlyList<IReadOnlyList<string>> combinations,
        IReadOnlyList<QueueResult> results)
    {
        var text = new StringBuilder();
        string[] terms = [.. results.SelectMany(result => result.Figures?.Terms.Keys ?? []).Distinct()];
        string[] head =
            [.. axes.Select(axis => axis.Option.Name), "output", "steps", "loss", .. terms, "seconds", "problem"];
        text.AppendJoin(',', head).Append('\n');
        for (int i = 0; i < results.Count; i++)
        {
            QueueFigures? figures = results[i].Figures;
            string?[] losses = figures is null
                ? new string?[terms.Length + 3]
                :
                [
                    Text(figures.Steps), Text(figures.Loss),
                    .. terms.Select(term => Text(figures.Terms.GetValueOrDefault(term))), Text(figures.Seconds),
                ];
            string?[] row =
            [
                .. combinations[i].Select(Field), Field(Path.GetFileName(results[i].Output)), .. losses,
                Field(results[i].Problem ?? ""),
            ];
            text.AppendJoin(',', row).Append('\n');
        }

        return text.ToString();
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
