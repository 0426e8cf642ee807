using System.CommandLine;
using System.Globalization;
using Impasto.Cli.Reporting;
using Impasto.Storage;
using Impasto.Torch;
using Impasto.Training;
using Spectre.Console;

namespace Impasto.Cli.Commands;

/// <summary>impasto distill: trains a compact network of one's own.</summary>
internal sealed class DistillCommand
{
    private static readonly DistillOptions Defaults = new();

    private readonly Option<string[]> _teachers = new("--teacher")
    {
        Description = "Weight files to learn from: VGG-19, or a part of it and the 16 times smaller encoder.",
        HelpName = "FILE", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true, Required = true,
    };

    private readonly Option<string[]> _images = new("--images")
    {
        Description = "Folders of pictures to learn on, searched with their subfolders.",
        HelpName = "DIR", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true, Required = true,
    };

    private readonly Option<string> _output = new("--output", "-o") { Description = "The network, a .safetensors file.", HelpName = "FILE", Required = true };
    private readonly Option<int> _steps = Number("--steps", "Training steps in all.", Defaults.Steps);
    private readonly Option<int> _batch = Number("--batch", "Pictures a step, half of them the network's own stylisations.", Defaults.Batch);
    private readonly Option<int> _crop = Number("--crop", "Side of a crop in pixels, a multiple of 16.", Defaults.Crop);
    private readonly Option<double> _rate = new("--learning-rate")
    {
        Description = $"Adam's first rate; it falls along half a cosine. [{Defaults.LearningRate}]", HelpName = "VALUE", DefaultValueFactory = _ => Defaults.LearningRate,
    };

    private readonly Option<string> _widths = new("--widths")
    {
        Description = $"Channels of the five blocks, multiples of 16. [{string.Join(',', Defaults.Architecture.Widths)}]",
        HelpName = "N,N,N,N,N", DefaultValueFactory = _ => string.Join(',', Defaults.Architecture.Widths),
    };

    private readonly Option<int> _seed = Number("--seed", "Seed of everything random.", Defaults.Seed);
    private readonly Option<string> _checkpoint = new("--checkpoint") { Description = "The training's state, to go on from after a stop or a crash. [OUTPUT.checkpoint]", HelpName = "FILE" };
    private readonly Option<int> _checkpointEvery = Number("--checkpoint-every", "Steps from one checkpoint to the next.", Defaults.CheckpointEvery);
    private readonly Option<int> _every = Number("--every", "Print and log the losses every N steps.", 20);
    private readonly Option<string> _log = new("--log") { Description = "Append one JSON object every N steps: losses of each layer, seconds.", HelpName = "FILE" };
    private readonly Option<string> _curves = new("--curves") { Description = "Draw the losses of the log into one picture at the end.", HelpName = "FILE" };
    private readonly Option<string> _attribution = new("--attribution") { Description = "A text about the teachers' licences, kept in the file.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
    private readonly Option<string> _device = new("--device") { Description = "auto, cpu, cuda, cuda:N or mps. [auto]", HelpName = "NAME", DefaultValueFactory = _ => "auto" };
    private readonly Option<int> _threads = Number("--threads", "Threads on the CPU, 0 for all.", 0);
    private readonly Option<bool> _force = new("--force") { Description = "Replace the network and the curves where they exist." };

    public static Command Create(Terminal terminal)
    {
        var arguments = new DistillCommand();
        var command = new Command("distill", "Train a compact network from VGG-19 and a folder of pictures.");
        foreach (Option option in (Option[])[arguments._teachers, arguments._images, arguments._output, arguments._steps, arguments._batch,
            arguments._crop, arguments._rate, arguments._widths, arguments._seed, arguments._checkpoint, arguments._checkpointEvery,
            arguments._every, arguments._log, arguments._curves, arguments._attribution, arguments._device, arguments._threads, arguments._force])
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, cancellation) => Task.Run(() => arguments.Run(terminal, parsed, cancellation), CancellationToken.None));
        return command;
    }

    private int Run(Terminal terminal, ParseResult parsed, CancellationToken cancellation)
    {
        DistillOptions options = Read(parsed);
        string output = parsed.GetRequiredValue(_output), checkpoint = parsed.GetValue(_checkpoint) ?? output + ".checkpoint";
        bool force = parsed.GetValue(_force);
        AtomicFile.Check(output, force);
        AtomicFile.Check(checkpoint, overwrite: true);
        if (parsed.GetValue(_curves) is { } curves)
            AtomicFile.Check(curves, force);
        using var log = new DistillLog(terminal.Out, parsed.GetValue(_every), parsed.GetValue(_log));
        if (File.Exists(checkpoint))
            terminal.Out.WriteLine($"Going on from '{checkpoint}'.");
        var device = TorchDevice.Parse(parsed.GetRequiredValue(_device), parsed.GetValue(_threads));
        int steps = Distillation.Run(options, output, checkpoint, device, terminal.Clock, log, cancellation);
        if (parsed.GetValue(_curves) is { } file)
            DistillCurves.Write(file, log.Entries, force);
        terminal.Out.WriteLine($"Result   {output}, after {steps} of {options.Steps} steps, {new FileInfo(output).Length / 1e6:0.00} MB");
        if (!cancellation.IsCancellationRequested)
            return ExitCode.Success;
        terminal.Error.WriteLine($"Cancelled after step {steps}: run the command again to go on from '{checkpoint}'.");
        return ExitCode.Cancelled;
    }

    private DistillOptions Read(ParseResult parsed)
    {
        var options = new DistillOptions
        {
            Name = Path.GetFileNameWithoutExtension(parsed.GetRequiredValue(_output)),
            Attribution = parsed.GetRequiredValue(_attribution),
            Teachers = parsed.GetRequiredValue(_teachers),
            Images = parsed.GetRequiredValue(_images),
            Architecture = Architecture(parsed.GetRequiredValue(_widths)),
            Steps = parsed.GetValue(_steps),
            Batch = parsed.GetValue(_batch),
            Crop = parsed.GetValue(_crop),
            LearningRate = parsed.GetValue(_rate),
            Seed = parsed.GetValue(_seed),
            CheckpointEvery = parsed.GetValue(_checkpointEvery),
        };
        List<string> problems = [.. options.Validate()];
        if (parsed.GetValue(_every) < 1 || parsed.GetValue(_threads) < 0)
            problems.Add("--every takes numbers of 1 or more, --threads of 0 or more.");
        return problems.Count == 0 ? options : throw new WrongCallException(string.Join(Environment.NewLine, problems));
    }

    private static StudentArchitecture Architecture(string text)
    {
        try
        {
            return new StudentArchitecture([.. text.Split(',').Select(part => int.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture))]);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or OverflowException)
        {
            throw new WrongCallException($"--widths: expected the channels of five blocks, multiples of {StudentArchitecture.WidthStep}, got '{text}'.");
        }
    }

    private static Option<int> Number(string name, string help, int value) =>
        new(name) { Description = $"{help} [{value}]", HelpName = "N", DefaultValueFactory = _ => value };
}
