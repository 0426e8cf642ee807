using System.CommandLine;
using System.Globalization;
using Impasto.Cli.Arguments;
using Impasto.Cli.Reporting;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Imaging;
using Impasto.Networks.Weights;
using Impasto.Storage;
using Impasto.Torch;
using Impasto.Training;
using Spectre.Console;

namespace Impasto.Cli.Full;

/// <summary>impasto distill: trains a compact network.</summary>
internal sealed class DistillCommand
{
    private const int UsualEvery = 20;

    private static readonly DistillOptions Defaults = new();

    private readonly GroupedOption<string[]> _teachers = new("Input", "--teacher")
    {
        Description = "Weight files to learn from: VGG-19, or a part of it and the 16 times smaller encoder.",
        HelpName = "FILE...",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly GroupedOption<string[]> _images = new("Input", "--images")
    {
        Description = "Folders of pictures to learn from, with their subfolders.",
        HelpName = "DIR...",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        Required = true,
    };

    private readonly GroupedOption<string> _start = new("Input", "--start")
    {
        Description = "A network to train further: compact, or a file that distill wrote. --early-steps 0 keeps all of "
            + "it. With --decoder: glance, a file that it wrote, or a style. "
            + "[an excerpt of the teacher; random weights]",
        HelpName = "NETWORK",
    };

    private readonly GroupedOption<string> _output = new("Output", "--output", "-o")
    {
        Description = "The network, a .safetensors file.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly GroupedOption<string> _attribution = new("Output", "--attribution")
    {
        Description = "The attribution that the teachers' licences require; stored in the file. [none]",
        HelpName = "TEXT",
    };

    private readonly GroupedOption<bool> _force = new("Output", "--force")
    {
        Description = "Replace the network and the curves if they exist.",
    };

    private readonly GroupedOption<long?> _earlySteps = Number(
        "Training",
        "--early-steps",
        "Number of first steps, in which only the layers up to conv3_2 learn.",
        0,
        Defaults.EarlySteps);

    private readonly GroupedOption<long?> _steps = Number(
        "Training", "--steps", "Number of later steps, in which all layers learn.", 1, Defaults.Steps);

    private readonly GroupedOption<long?> _batch = Number(
        "Training",
        "--batch",
        "Pictures per step; a third of them are the network's own stylisations, a third are their styles.",
        3,
        Defaults.Batch);

    private readonly GroupedOption<long?> _crop = Number(
        "Training", "--crop", "Side of a crop in pixels, a multiple of 16.", 64, Defaults.Crop);

    private readonly GroupedOption<string> _earlyRate = new("Training", "--early-learning-rate")
    {
        Description = "Adam's first rate in the early steps, above 0; it falls along half a cosine. "
            + $"[{Text(Defaults.EarlyLearningRate)}]",
        HelpName = "VALUE",
    };

    private readonly GroupedOption<string> _rate = new("Training", "--learning-rate")
    {
        Description = $"Adam's first rate in the later steps. [{Text(Defaults.LearningRate)}]",
        HelpName = "VALUE",
    };

    private readonly GroupedOption<string> _widths = new("Training", "--widths")
    {
        Description = "Channels of the layers conv1_1 to conv5_1, multiples of "
            + $"{StudentArchitecture.WidthStep}. [{string.Join(',', Defaults.Architecture.Widths)}]",
        HelpName = "N,N,...",
    };

    private readonly TrainingArguments _training = new(UsualEvery, Defaults.Seed);

    private readonly GroupedOption<long?> _checkpointEvery = Number(
        "Progress", "--checkpoint-every", "Steps from one checkpoint to the next.", 1, Defaults.CheckpointEvery);

    private readonly GroupedOption<string> _log = new("Progress", "--log")
    {
        Description = "Append one JSON object every N steps: losses of each layer, seconds.",
        HelpName = "FILE",
    };

    private readonly GroupedOption<string> _curves = new("Progress", "--curves")
    {
        Description = "Draw the losses of the log into one picture at the end.",
        HelpName = "FILE",
    };

    private readonly GroupedOption<bool> _decoder = new("Decoder", "--decoder")
    {
        Description = "Train the decoder of glance behind the compact network, without a teacher. --steps "
            + $"[{DecoderWords.Usual.Steps}], --batch [{DecoderWords.Usual.Batch} pairs], --crop "
            + $"[{DecoderWords.Usual.Crop}], --learning-rate [{Text(DecoderWords.Usual.LearningRate)}] and --widths "
            + $"[{string.Join(',', DecoderWords.Usual.Widths)}] are the decoder's, and --log writes CSV.",
    };

    private readonly GroupedOption<string> _styleWeight = new("Decoder", "--style-weight")
    {
        Description = "Weight of the style loss; it may change from one call to the next. "
            + $"[{Text(DecoderWords.Usual.StyleWeight)}]",
        HelpName = "VALUE",
    };

    private readonly GroupedOption<string> _samples = new("Decoder", "--samples")
    {
        Description = "With every checkpoint draw photographs, styles, results and restored styles of pairs that the "
            + "training does not see.",
        HelpName = "FILE",
    };

    public static Command Create(Terminal terminal)
    {
        var words = new DistillCommand();
        var command = new Command("distill", FullEdition.DistillHelp);
        Option[] options =
        [
            words._teachers, words._images, words._start, words._output, words._earlySteps, words._steps, words._batch,
            words._crop, words._earlyRate, words._rate, words._widths, words._training.Seed, words._training.Checkpoint,
            words._checkpointEvery, words._training.Every, words._log, words._curves, words._attribution,
            words._training.Device, words._training.Threads, words._force, words._decoder, words._styleWeight,
            words._samples,
        ];
        foreach (Option option in options)
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.Run(
            () => words.Run(terminal, parsed, cancellation), CancellationToken.None));
        return command;
    }

    private int Run(Terminal terminal, ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_decoder))
            return RunDecoder(terminal, parsed, cancellation);
        DistillOptions options = Read(terminal, parsed);
        string output = parsed.GetRequiredValue(_output);
        string checkpoint = _training.ReadCheckpoint(parsed, output);
        bool force = parsed.GetValue(_force);
        RequireApart(parsed, options.Images, output, checkpoint);
        AtomicFile.Check(output, force);
        AtomicFile.Check(checkpoint, overwrite: true);
        if (parsed.GetValue(_curves) is { } curves)
            AtomicFile.Check(curves, force);
        using var log = new DistillLog(terminal.Out, _training.ReadEvery(parsed), parsed.GetValue(_log));
        if (File.Exists(checkpoint))
            terminal.Out.WriteLine($"Continuing from '{checkpoint}'.");
        TorchDevice device = _training.OpenDevice(parsed);
        var task = new DistillTask
        {
            Options = options,
            Output = output,
            Checkpoint = checkpoint,
            Notes = new NoteLines(terminal.Out),
            Clock = terminal.Clock,
        };
        int steps = Distillation.Run(task, device, log, cancellation);
        bool isComplete = TryDraw(terminal, parsed.GetValue(_curves), log, force) && log.Problem is null;
        terminal.Out.WriteLine($"Result   {output}, after {steps} of {options.EarlySteps + options.Steps} steps, "
            + $"{new FileInfo(output).Length / 1e6:0.00} MB");
        if (!cancellation.IsCancellationRequested)
            return isComplete ? ExitCode.Success : ExitCode.Failure;
        terminal.Error.WriteLine(
            $"Cancelled after step {steps}: run the command again to continue from '{checkpoint}'.");
        return ExitCode.Cancelled;
    }

    private int RunDecoder(Terminal terminal, ParseResult parsed, CancellationToken cancellation)
    {
        string output = parsed.GetRequiredValue(_output);
        string checkpoint = _training.ReadCheckpoint(parsed, output);
        DecoderOptions usual = DecoderWords.Usual;
        var options = new DecoderOptions
        {
            Images = parsed.GetRequiredValue(_images),
            Steps = Int(parsed, _steps, usual.Steps),
            Batch = Int(parsed, _batch, usual.Batch),
            Crop = Int(parsed, _crop, usual.Crop),
            LearningRate = Rate(parsed, _rate) ?? usual.LearningRate,
            StyleWeight = Rate(parsed, _styleWeight) ?? usual.StyleWeight,
            Widths = DecoderWords.Widths(parsed.GetValue(_widths)) ?? usual.Widths,
            Seed = _training.ReadSeed(parsed),
            CheckpointEvery = Int(parsed, _checkpointEvery, usual.CheckpointEvery),
        };
        if (options.Validate() is { Count: > 0 } problems)
            throw new WrongCallException(string.Join(Environment.NewLine, problems));
        // A training that resumes writes its own files again.
        bool replaces = parsed.GetValue(_force) || File.Exists(checkpoint);
        RequireApart(parsed, options.Images, output, checkpoint);
        AtomicFile.Check(output, replaces);
        if (parsed.GetValue(_samples) is { } samples)
            PictureWriter.Check(samples, new PictureWriteOptions { Overwrite = replaces });
        AtomicFile.Check(checkpoint, overwrite: true);
        using var log = new DecoderLog(terminal.Out, _training.ReadEvery(parsed), parsed.GetValue(_log));
        if (File.Exists(checkpoint))
            terminal.Out.WriteLine($"Continuing from '{checkpoint}'.");
        var task = new DecoderTask
        {
            Options = options,
            Start = parsed.GetValue(_start),
            Output = output,
            Checkpoint = checkpoint,
            Samples = parsed.GetValue(_samples),
            Notes = new NoteLines(terminal.Out),
            Clock = terminal.Clock,
        };
        TorchDevice device = _training.OpenDevice(parsed);
        int steps = DecoderDistillation.Run(task, device, log, cancellation);
        terminal.Out.WriteLine($"Result   {output}, after {steps} of {options.Steps} steps, "
            + $"{new FileInfo(output).Length / 1e6:0.00} MB");
        if (!cancellation.IsCancellationRequested)
            return log.Problem is null ? ExitCode.Success : ExitCode.Failure;
        terminal.Error.WriteLine(
            $"Cancelled after step {steps}: run the command again to continue from '{checkpoint}'.");
        return ExitCode.Cancelled;
    }

    // The network is written already: a drawing that fails is only reported.
    private static bool TryDraw(Terminal terminal, string? curves, DistillLog log, bool force)
    {
        try
        {
            if (curves is not null)
                DistillCurves.Write(curves, log.Entries, force);
            return true;
        }
        catch (ImpastoException failure)
        {
            terminal.Error.WriteLine(Advice.Of(failure));
            return false;
        }
    }

    private void RequireApart(
        ParseResult parsed, IReadOnlyList<string> images, string output, string checkpoint)
    {
        (string Option, string? Path)[] outputs =
        [
            ("--output", output), ("--checkpoint", checkpoint), ("--log", parsed.GetValue(_log)),
            ("--curves", parsed.GetValue(_curves)), ("--samples", parsed.GetValue(_samples)),
        ];
        HashSet<string> folders = [.. images.Select(InputFiles.Identity)];
        IEnumerable<string> pictures = outputs.Select(pair => pair.Path).OfType<string>().Where(path =>
            File.Exists(path) && PictureFormat.All.Any(format => format.HasExtension(Path.GetExtension(path)))
            && folders.Any(folder => InputFiles.Identity(path).StartsWith(
                folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)));
        new InputFiles([.. parsed.GetValue(_teachers) ?? [], parsed.GetValue(_start) ?? "", .. pictures])
            .RequireApart(outputs);
    }

    private DistillOptions Read(Terminal terminal, ParseResult parsed)
    {
        var options = new DistillOptions
        {
            Start = parsed.GetValue(_start) is { } spec ? NetworkCatalog.Resolve(spec, terminal.Weights).Network : null,
            Name = Path.GetFileNameWithoutExtension(parsed.GetRequiredValue(_output)),
            Attribution = parsed.GetValue(_attribution) ?? Defaults.Attribution,
            Teachers = parsed.GetValue(_teachers) ?? [],
            Images = parsed.GetRequiredValue(_images),
            EarlySteps = Int(parsed, _earlySteps, Defaults.EarlySteps),
            Steps = Int(parsed, _steps, Defaults.Steps),
            Batch = Int(parsed, _batch, Defaults.Batch),
            Crop = Int(parsed, _crop, Defaults.Crop),
            EarlyLearningRate = Rate(parsed, _earlyRate) ?? Defaults.EarlyLearningRate,
            LearningRate = Rate(parsed, _rate) ?? Defaults.LearningRate,
            Seed = _training.ReadSeed(parsed),
            CheckpointEvery = Int(parsed, _checkpointEvery, Defaults.CheckpointEvery),
        };
        if (parsed.GetValue(_widths) is { } widths)
            options = options with { Architecture = Architecture(widths) };
        IReadOnlyList<OptionProblem> problems = options.Validate();
        return problems.Count == 0 ? options : throw new WrongCallException(string.Join(Environment.NewLine, problems));
    }

    private static StudentArchitecture Architecture(string text)
    {
        try
        {
            return new StudentArchitecture([.. text.Split(',')
                .Select(part => int.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture))]);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or OverflowException)
        {
            throw new WrongCallException(
                $"--widths: expected the channels of {StudentArchitecture.Layers.Count} layers, multiples of "
                + $"{StudentArchitecture.WidthStep}, got '{text}'.");
        }
    }

    private static string Text(double rate) => ((decimal)rate).ToString(CultureInfo.InvariantCulture);

    private static double? Rate(ParseResult parsed, Option<string> option)
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new WrongCallException($"{option.Name}: expected a number above 0, got '{text}'.");
    }

    private static GroupedOption<long?> Number(string group, string name, string help, int least, int usual) =>
        WholeNumber.Option(group, name, help, least, int.MaxValue, $"{usual}");

    private static int Int(ParseResult parsed, Option<long?> option, int usual) =>
        (int)(parsed.GetValue(option) ?? usual);
}
