using System.CommandLine;
using System.Globalization;
using Impasto.Cli.Arguments;
using Impasto.Cli.Reporting;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Storage;
using Impasto.Torch;
using Impasto.Training;
using Spectre.Console;

namespace Impasto.Cli.Full;

/// <summary>impasto learn: learns one painting's style.</summary>
internal sealed class LearnCommand
{
    private const string Ending = ".style";
    private const int UsualEvery = 10;

    private static readonly LearnOptions Defaults = new();

    private readonly Argument<string> _painting = new("painting")
    {
        Description = "The painting: a file, an http(s) address, or - for standard input.",
    };

    private readonly GroupedOption<string[]> _photos = new("Input", "--photos")
    {
        Description = "Folders of photographs to learn on, with their subfolders; 200 or more are best. [scenes drawn "
            + "by the program]",
        HelpName = "DIR...",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly GroupedOption<string> _decoder = new("Input", "--decoder")
    {
        Description = "The decoder to begin with: a file that distill --decoder wrote, or another style. "
            + "[the program's]",
        HelpName = "FILE",
    };

    private readonly GroupedOption<string> _output = new("Output", "--output", "-o")
    {
        Description = $"The style. [PAINTING{Ending}]",
        HelpName = "FILE",
    };

    private readonly GroupedOption<bool> _force = new("Output", "--force")
    {
        Description = "Replace a style that exists.",
    };

    private readonly GroupedOption<string> _minutes = new("Training", "--minutes")
    {
        Description = "Minutes that the training may take, those before an interruption included, above 0. "
            + $"[{Text(Defaults.Minutes)}]",
        HelpName = "VALUE",
    };

    private readonly GroupedOption<long?> _styleSize = WholeNumber.Option(
        "Training",
        "--style-size",
        "The painting's longer side in pixels while it is learned: strokes have the size that they have there.",
        64,
        2048,
        $"{Defaults.StyleSize}");

    private readonly TrainingArguments _training = new(UsualEvery, Defaults.Seed);

    private readonly GroupedOption<string> _log = new("Progress", "--log")
    {
        Description = "Append the losses to a CSV file.",
        HelpName = "FILE",
    };

    public static Command Create(Terminal terminal)
    {
        var words = new LearnCommand();
        var command = new Command("learn", FullEdition.LearnHelp) { words._painting };
        Option[] options =
        [
            words._photos, words._decoder, words._output, words._force, words._minutes, words._styleSize,
            words._training.Seed, words._training.Checkpoint, words._training.Every, words._log,
            words._training.Device, words._training.Threads,
        ];
        foreach (Option option in options)
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(
            () => words.RunAsync(terminal, parsed, cancellation), CancellationToken.None));
        return command;
    }

    private async Task<int> RunAsync(Terminal terminal, ParseResult parsed, CancellationToken cancellation)
    {
        string painting = parsed.GetRequiredValue(_painting);
        string output = parsed.GetValue(_output) ?? PictureName.Stem(painting) + Ending;
        PictureName.RequireFile("--output", output, PictureName.Stem(painting) + Ending);
        string checkpoint = _training.ReadCheckpoint(parsed, output);
        string? decoder = parsed.GetValue(_decoder), log = parsed.GetValue(_log);
        LearnOptions options = Read(parsed);
        new InputFiles([painting, decoder ?? ""]).RequireApart(
            ("--output", output), ("--checkpoint", checkpoint), ("--log", log));
        RequireDifferent(("--output", output), ("--checkpoint", checkpoint), ("--log", log));
        bool resumes = File.Exists(checkpoint);
        // A training that resumes writes its own file again.
        AtomicFile.Check(output, parsed.GetValue(_force) || resumes);
        AtomicFile.Check(checkpoint, overwrite: true);
        // Before libtorch is loaded, which takes seconds.
        if (options.Photos.FirstOrDefault(folder => !Directory.Exists(folder)) is { } missing)
            throw new PictureException($"There is no folder '{missing}' to learn from.");
        GlanceDecoder.Open(decoder);
        var task = new LearnTask
        {
            Options = options,
            Painting = await NotedPicture.ReadAsync(terminal, painting, null, cancellation),
            PaintingName = painting == "-" ? "standard input" : Path.GetFileName(painting),
            Decoder = decoder,
            Output = output,
            Checkpoint = checkpoint,
            Notes = new NoteLines(terminal.Out),
            Clock = terminal.Clock,
        };
        using var reports = new LearnLog(
            terminal.Out, _training.ReadEvery(parsed), log, TimeSpan.FromMinutes(options.Minutes));
        if (resumes)
            terminal.Out.WriteLine($"Continuing from '{checkpoint}'.");
        TorchDevice device = _training.OpenDevice(parsed);
        LearnResult result = StyleLearning.Run(task, device, reports, cancellation);
        Report(terminal, output, options, result);
        if (!cancellation.IsCancellationRequested)
            return reports.Problem is null ? ExitCode.Success : ExitCode.Failure;
        terminal.Error.WriteLine(
            $"Cancelled after step {result.Record.Steps}: the best style so far is kept. Run the command again to "
            + $"continue from '{checkpoint}'.");
        return ExitCode.Cancelled;
    }

    private static void Report(Terminal terminal, string output, LearnOptions options, LearnResult result)
    {
        int seen = result.Record.Photographs;
        if (options.Photos.Count == 0)
        {
            terminal.Out.WriteLine(
                "Warning  0 photographs were seen, only scenes drawn by the program: --photos DIR with "
                + $"{StyleLearning.EnoughPhotographs} or more gives a style that fits photographs better.");
        }
        else if (seen < StyleLearning.EnoughPhotographs)
        {
            terminal.Out.WriteLine(
                $"Warning  {seen} {(seen == 1 ? "photograph was" : "photographs were")} seen: "
                + $"{StyleLearning.EnoughPhotographs} or more give a style that fits others better.");
        }

        LearningRecord record = result.Record;
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Result   {output}, {record.Steps} steps on {seen} photographs in {record.Minutes:0.0} minutes, loss "
            + $"{record.LossBefore:0.000} to {record.LossAfter:0.000}, {new FileInfo(output).Length / 1e6:0.00} MB"));
    }

    private LearnOptions Read(ParseResult parsed)
    {
        var options = new LearnOptions
        {
            Photos = parsed.GetValue(_photos) ?? [],
            Minutes = Minutes(parsed.GetValue(_minutes)) ?? Defaults.Minutes,
            StyleSize = (int)(parsed.GetValue(_styleSize) ?? Defaults.StyleSize),
            Seed = _training.ReadSeed(parsed),
        };
        WrongCallException.Require(options.Validate());
        return options;
    }

    private static double? Minutes(string? text)
    {
        if (text is null)
            return null;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new WrongCallException($"--minutes: expected a number above 0, got '{text}'.");
    }

    private static void RequireDifferent(params (string Option, string? Path)[] outputs)
    {
        foreach (IGrouping<string, (string Option, string? Path)> same in outputs
            .Where(output => output.Path is { Length: > 0 })
            .GroupBy(output => InputFiles.Identity(output.Path!), StringComparer.Ordinal)
            .Where(group => group.Count() > 1))
        {
            string names = string.Join(" and ", same.Select(output => output.Option));
            throw new WrongCallException($"{names}: expected different files, got '{same.First().Path}' for both.");
        }
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
