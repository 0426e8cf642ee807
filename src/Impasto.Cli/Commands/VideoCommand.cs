using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Clips;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Records;
using Impasto.Video.Frames;
using Impasto.Video.Painting;

namespace Impasto.Cli.Commands;

/// <summary>impasto video: repaints a clip, or a folder of numbered pictures, without flicker.</summary>
internal sealed class VideoCommand
{
    private static readonly string[] Codecs = [.. Enum.GetNames<ClipCodec>().Select(name => name.ToLowerInvariant())];

    private readonly Argument<string> _clip = new("clip")
    {
        Description = "The clip; ffmpeg reads it. With --frames it is left out.",
    };

    private readonly Argument<string[]> _styles = new("style")
    {
        Description = "One or several paintings, each a file or an address; =WEIGHT sets its share. [1]",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly GroupedOption<string> _frames = new("Clip", "--frames")
    {
        Description = "Repaint the numbered pictures in this folder instead of a clip; needs no ffmpeg.",
        HelpName = "DIR",
    };

    private readonly GroupedOption<string> _from = new("Clip", "--from")
    {
        Description = "Time of the first frame: 12.5, 1:30 or 0:01:30. [the start]",
        HelpName = "TIME",
    };

    private readonly GroupedOption<string> _to = new("Clip", "--to")
    {
        Description = "Time at which the last frame ends. [the end]",
        HelpName = "TIME",
    };

    private readonly GroupedOption<string> _fps = new("Clip", "--fps")
    {
        Description = "Frames per second: 25, 29.97 or 30000/1001; frames are left out or repeated. [the clip's; 25 "
            + "for a folder]",
        HelpName = "RATE",
    };

    private readonly GroupedOption<string> _output = new("Output", "--output", "-o")
    {
        Description = $"The result: a clip ({string.Join(", ", VideoRequest.Endings)}), or a folder for its frames.",
        HelpName = "FILE|DIR",
        Required = true,
    };

    private readonly GroupedOption<string> _codec = new("Output", "--codec")
    {
        Description = $"How the clip is stored: {string.Join(", ", Codecs)}. auto: vp9 in .webm, else h264. [auto]",
        HelpName = "CHOICE",
    };

    private readonly GroupedOption<long?> _frameSteps = WholeNumber.Option(
        "Frames", "--frame-steps", "Steps of every frame after the first of a shot.", 1, 1000,
        unset: $"{new VideoOptions().Steps}");

    private readonly GroupedOption<bool> _quick = new("Frames", "--quick")
    {
        Description = $"About half the time: {VideoOptions.Quick.Steps} steps a frame. New parts get less of the "
            + "painting.",
    };

    private readonly GroupedOption<long?> _passes = WholeNumber.Option(
        "Frames",
        "--passes",
        "Paint each shot N times, back from its last frame and forward again. Things that come in at an edge get "
            + "their forms from later frames. Each pass takes the time once more, and a shot's frames wait on disk.",
        1,
        20,
        unset: "1");

    private readonly GroupedOption<string> _flow = new("Frames", "--flow")
    {
        Description = "Folder with flows from elsewhere: forward_1_2.flo from the first frame to the second, "
            + "backward_2_1.flo back, and so on. [all are computed]",
        HelpName = "DIR",
    };

    private readonly GroupedOption<string> _checkpoint = new("Long runs", "--checkpoint")
    {
        Description = "Folder for the state, saved after every frame; impasto resume continues from it. It is deleted "
            + "when the clip is complete. [OUTPUT.state]",
        HelpName = "DIR",
    };

    private readonly GroupedOption<long?> _jobs = Jobs("1");

    private readonly GroupedOption<bool> _plan = new("Progress", "--plan")
    {
        Description = "Show frames, shots, time, memory and disk, and stop.",
    };

    private readonly StylizeArguments _recipe = new();

    /// <summary>The option for shots that are painted side by side.</summary>
    /// <param name="unset">What help calls its default.</param>
    public static GroupedOption<long?> Jobs(string unset) => WholeNumber.Option(
        "Device",
        "--jobs",
        "Shots painted side by side. They share the threads, and each takes the memory of a clip; the frames are the "
            + "same.",
        1,
        64,
        unset);

    public static Command Create(Terminal terminal)
    {
        var video = new VideoCommand();
        var command = new Command(
            "video", "Repaint a clip, or a folder of numbered pictures, without flicker, with the clip's sound.")
        {
            video._clip, video._styles, video._output, video._frames, video._from, video._to, video._fps,
            video._codec, video._frameSteps, video._quick, video._passes, video._flow, video._checkpoint, video._jobs,
            video._plan,
        };
        video._codec.CompletionSources.Add(Codecs);
        video._recipe.AddClipParts(command);
        video._recipe.AddClip(command);
        command.SetAction((parsed, cancellation) => new VideoJob(terminal, video.Read(parsed))
        {
            IsPlan = parsed.GetValue(video._plan),
        }.RunAsync(cancellation));
        return command;
    }

    private VideoRequest Read(ParseResult parsed)
    {
        string first = parsed.GetRequiredValue(_clip);
        string[] styles = parsed.GetValue(_styles) ?? [];
        string? folder = parsed.GetValue(_frames);
        (string source, styles) = folder is null ? (first, styles) : (folder, [first, .. styles]);
        if (styles.Length == 0)
            throw new WrongCallException("Expected a clip and a painting, got one name. See impasto video --help.");
        if (folder is not null && !Directory.Exists(folder))
            throw new WrongCallException($"--frames: expected a folder of pictures, got '{folder}'.");
        string output = ReadOutput(parsed);
        StylizeRequest recipe = _recipe.ReadMany(parsed);
        var request = new VideoRequest
        {
            Painting = recipe with
            {
                Record = _recipe.ReadClipParts(parsed, recipe.Record with
                {
                    Content = new RecordedPicture(source),
                    Styles = StylizeArguments.ReadStyles(styles),
                }),
            },
            Output = output,
            StateFolder = parsed.GetValue(_checkpoint) ?? Path.TrimEndingDirectorySeparator(output) + ".state",
            Part = ReadPart(parsed, recipe),
            Codec = ReadCodec(parsed),
            Video = ReadVideo(parsed),
            FlowFolder = ReadFlow(parsed),
            Jobs = (int?)parsed.GetValue(_jobs) ?? 1,
            Quiet = recipe.Report.Level == Verbosity.Quiet,
        };
        RequireEffect(parsed, request);
        return request;
    }

    private string ReadOutput(ParseResult parsed)
    {
        string output = parsed.GetRequiredValue(_output);
        bool isFolder = Directory.Exists(output) || Path.EndsInDirectorySeparator(output);
        if (VideoRequest.IsClip(output))
        {
            PictureName.RequireFile("--output", output, "painted.mp4");
            return output;
        }

        return output.Length > 0 && (isFolder || (Path.GetExtension(output).Length == 0 && !File.Exists(output)))
            ? output
            : throw new WrongCallException(
                $"--output: expected a folder, or a name that ends in {string.Join(", ", VideoRequest.Endings)}, got "
                + $"'{output}'.");
    }

    private ClipReadOptions ReadPart(ParseResult parsed, StylizeRequest recipe)
    {
        FrameRate rate = default;
        if (parsed.GetValue(_fps) is { } text && !FrameRate.TryParse(text, out rate))
            throw new WrongCallException($"--fps: expected a rate such as 25, 29.97 or 30000/1001, got '{text}'.");
        ClipReadOptions part = new()
        {
            From = parsed.GetValue(_from) is { } from ? ClipTime.Parse("--from", from) : null,
            To = parsed.GetValue(_to) is { } to ? ClipTime.Parse("--to", to) : null,
            Rate = rate.Numerator > 0 ? rate : null,
            MaxPixels = recipe.Limits.MaxPixels,
        };
        WrongCallException.Require(part.Validate());
        return part;
    }

    private string? ReadFlow(ParseResult parsed)
    {
        string? folder = parsed.GetValue(_flow);
        return folder is null || Directory.Exists(folder)
            ? folder
            : throw new WrongCallException($"--flow: expected a folder of .flo files, got '{folder}'.");
    }

    private ClipCodec ReadCodec(ParseResult parsed)
    {
        string text = parsed.GetValue(_codec) ?? Codecs[0];
        int found = Array.IndexOf(Codecs, text);
        return found >= 0
            ? (ClipCodec)found
            : throw new WrongCallException($"--codec: expected {string.Join(", ", Codecs)}, got '{text}'.");
    }

    private VideoOptions ReadVideo(ParseResult parsed)
    {
        bool isQuick = parsed.GetValue(_quick);
        int? steps = (int?)parsed.GetValue(_frameSteps);
        if (isQuick && steps is not null)
            throw new WrongCallException("Expected --quick or --frame-steps, got both.");
        VideoOptions usual = new();
        VideoOptions video = isQuick ? VideoOptions.Quick : usual with { Steps = steps ?? usual.Steps };
        return video with { Passes = (int?)parsed.GetValue(_passes) ?? usual.Passes };
    }

    private void RequireEffect(ParseResult parsed, VideoRequest request)
    {
        if (request.IsFromFolder && (parsed.GetValue(_from) ?? parsed.GetValue(_to)) is not null)
            throw new WrongCallException("--from and --to have no effect on a folder of pictures: they need a clip.");
        if (request.IsFromFolder && !request.IsToClip && parsed.GetValue(_fps) is not null)
            throw new WrongCallException("--fps has no effect from folder to folder: pictures have no rate.");
        if (!request.IsToClip && parsed.GetValue(_codec) is not null)
            throw new WrongCallException("--codec has no effect on a folder: it needs a clip as the output.");
    }
}
