using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Clips;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;

namespace Impasto.Cli.Commands;

/// <summary>impasto live: paints frames as they come, each in one pass.</summary>
internal sealed class LiveCommand(Terminal terminal)
{
    private readonly GroupedOption<string> _frames = new("Frames", "--frames")
    {
        Description = "A folder whose pictures are painted as they come, instead of standard input.",
        HelpName = "DIR",
    };

    private readonly GroupedOption<bool> _once = new("Frames", "--once")
    {
        Description = "Paint the pictures that are in the folder now, all of them, and stop.",
    };

    private readonly GroupedOption<bool> _all = new("Frames", "--all")
    {
        Description = "Drop no frame: those that come faster than they are painted wait.",
    };

    private readonly GroupedOption<string> _output = new("Output", "--output", "-o")
    {
        Description = "A folder for the painted pictures, or - for standard output, as PPM. [-]",
        HelpName = "DIR",
    };

    private readonly GroupedOption<string> _format = new("Output", "--format")
    {
        Description = $"Format of the pictures in the folder: {string.Join(", ", StylizeArguments.Formats)}. [png]",
        HelpName = "CHOICE",
    };

    private readonly GroupedOption<bool> _force = new("Output", "--force")
    {
        Description = "Paint pictures again that the folder has already.",
    };

    private readonly GroupedOption<bool> _quiet = new("Progress", "--quiet", "-q")
    {
        Description = "Print problems only.",
    };

    private readonly GlanceArguments _recipe = new(forFrames: true);

    public static Command Create(Terminal terminal)
    {
        var words = new LiveCommand(terminal);
        var command = new Command(
            "live", "Paint frames as they come, each in one pass: from standard input or a folder.");
        words._recipe.AddStyles(command);
        Option[] options =
        [
            words._frames, words._once, words._all, words._output, words._format, words._force, words._quiet,
        ];
        foreach (Option option in options)
            command.Options.Add(option);
        words._format.CompletionSources.Add(StylizeArguments.Formats);
        words._recipe.AddOptions(command);
        command.SetAction((parsed, cancellation) => new LiveJob(terminal, words.Read(parsed)).RunAsync(cancellation));
        return command;
    }

    private LiveRequest Read(ParseResult parsed)
    {
        string? folder = parsed.GetValue(_frames), output = parsed.GetValue(_output);
        string? target = output is null or "-" ? null : output;
        bool once = parsed.GetValue(_once), all = parsed.GetValue(_all);
        GlanceRequest recipe = _recipe.Read(parsed, content: null);
        string format = parsed.GetValue(_format) ?? "png";
        string? problem = parsed switch
        {
            _ when folder is not null && !Directory.Exists(folder) =>
                $"--frames: expected a folder of pictures, got '{folder}'.",
            _ when once && folder is null => "--once has no effect without --frames DIR.",
            _ when once && all => "--all has no effect with --once, which paints all pictures.",
            _ when target is null && parsed.GetValue(_format) is not null =>
                "--format has no effect without --output DIR: standard output has PPM.",
            _ when !StylizeArguments.Formats.Contains(format) =>
                $"--format: expected {string.Join(", ", StylizeArguments.Formats)}, got '{format}'.",
            _ when target is null && parsed.GetValue(_force) => "--force has no effect without --output DIR.",
            _ when target is not null && File.Exists(target) =>
                $"--output: expected a folder, got the file '{target}'.",
            _ when target is not null && folder is not null
                && InputFiles.Identity(target) == InputFiles.Identity(folder) =>
                $"--output: expected another folder than '{target}', whose pictures are painted.",
            _ when recipe.StandardInputs > (folder is null ? 0 : 1) => folder is null
                ? "Standard input has the frames: expected a painting's file or address, got '-'."
                : "Standard input (-) can be read only once.",
            _ when folder is null && terminal.HasKeyboard =>
                "Expected frames on standard input, as from 'ffmpeg -i CLIP -f image2pipe -c:v ppm -', or --frames "
                    + "DIR.",
            _ when target is null && terminal.HasScreen =>
                "Expected --output DIR, or a program that reads standard output, such as "
                    + "'ffplay -f ppm_pipe -'.",
            _ => null,
        };
        return problem is not null
            ? throw new WrongCallException(problem)
            : new LiveRequest(recipe)
            {
                Folder = folder,
                Once = once,
                TakesAll = all,
                Output = target,
                Ending = $".{format}",
                Force = parsed.GetValue(_force),
                IsQuiet = parsed.GetValue(_quiet),
            };
    }
}
