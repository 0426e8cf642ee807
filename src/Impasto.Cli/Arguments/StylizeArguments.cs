using System.CommandLine;
using System.Text.RegularExpressions;
using Impasto.Cli.Queue;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Weights;
using Impasto.Records;

namespace Impasto.Cli.Arguments;

/// <summary>
/// The words that stylize takes. The options that decide how the picture looks come from the library's catalogue.
/// </summary>
/// <param name="input">The pictures that the command takes.</param>
/// <param name="usualOutput">
/// Where the result goes without --output, for people; null for a name of the pictures.
/// </param>
internal sealed partial class StylizeArguments(
    StylizeInput input = StylizeInput.Both, string? usualOutput = null)
{
    private const string InitOption = "init";
    private const string TargetOption = "content-target";
    private const string ShortTargetOption = "--content";
    private const string GlanceName = "glance";

    /// <summary>Words for the formats that are written.</summary>
    internal static readonly string[] Formats =
        [.. PictureFormat.Writable.Select(format => format.Extension.TrimStart('.'))];

    private readonly Argument<string> _content = new("content")
    {
        Description = "The photograph: a file, an http(s) address, or - for standard input.",
    };

    private readonly Argument<string[]> _styles = new("style")
    {
        Description = "One or several paintings, each a file or an address; =WEIGHT sets its share. [1]",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly GroupedOption<string> _output = new("Output", "--output", "-o")
    {
        Description = $"The result; its ending decides the format: .{string.Join(", .", Formats)}. "
            + $"- for standard output. [{usualOutput ?? UsualOutput(input)}]",
        HelpName = "FILE",
    };

    private readonly GroupedOption<string> _format = new("Output", "--format")
    {
        Description = $"Format of the pictures, or of standard output: {string.Join(", ", Formats)}. [png]",
        HelpName = "CHOICE",
    };

    private readonly GroupedOption<string> _preset = new("Recipe", "--preset")
    {
        Description = $"The recipe to start from: {PresetNames()}; {GlanceName} is the command of that name. [fine]",
        HelpName = "NAME",
    };

    private readonly GroupedOption<string> _continue = new("Start", "--continue")
    {
        Description = "Continue from an earlier result, with its recipe and size, at the last scale only: as --init "
            + "FILE --min-size 0 with the last number of --steps.",
        HelpName = "FILE",
    };

    private readonly ExtraArguments _extra = new();

    private readonly GroupedOption<string> _network = new("Network", "--network", "--weights")
    {
        Description = $"{string.Join(", ", NetworkCatalog.Names)} or a weight file. [auto]",
        HelpName = "NAME|FILE",
    };

    private readonly GroupedOption<string> _normalization = new("Network", "--normalization")
    {
        Description = $"Pixel values that a weight file expects: {NormalizationNames()}. [as the file says]",
        HelpName = "NAME",
    };

    private readonly GroupedOption<string> _device = new("Device", "--device")
    {
        Description = $"{Devices.Names}. [auto]",
        HelpName = "NAME",
    };

    private readonly GroupedOption<long?> _threads = WholeNumber.Option(
        "Device", "--threads", "Threads on the CPU, 0 for all.", 0, 1024, unset: "0");

    private readonly GroupedOption<string> _memory = new("Device", "--memory")
    {
        Description = "Memory that the run may take, such as 4G or 800M. A run that does not fit works in tiles, then "
            + "on disk. [free memory less a margin]",
        HelpName = "SIZE",
    };

    private readonly GroupedOption<string> _time = new("Time", "--time")
    {
        Description = "Time that a run may take, such as 90s, 5m or 1h30m: every scale ends with its share of it. "
            + "[all steps]",
        HelpName = "TIME",
    };

    private readonly GroupedOption<long?> _variations = WholeNumber.Option(
        "Start",
        "--variations",
        "Make N pictures that differ, with -1, -2, ... in their names: the first as usual, the others with init varied "
            + "and the next seeds.",
        1,
        100,
        unset: "1");

    private readonly GroupedOption<bool> _tileable = new("Output", "--tileable")
    {
        Description = "Copies of the texture continue one another on all sides: as --padding wrap.",
    };

    private readonly GroupedOption<long?> _every = WholeNumber.Option(
        "Progress",
        "--every",
        "Print the loss, and write a frame, every N steps.",
        1,
        int.MaxValue,
        unset: "about 20 lines, no frames");

    private readonly GroupedOption<string> _frames = new("Progress", "--frames")
    {
        Description = "Folder for the frames of --every.",
        HelpName = "DIR",
    };

    private readonly GroupedOption<string> _video = new("Progress", "--video")
    {
        Description = "Make a video of the run: .gif, .webp, or .mp4 if ffmpeg is installed; about 120 frames, or one "
            + "for every --every steps.",
        HelpName = "FILE",
    };

    private readonly GroupedOption<string> _trace = new("Progress", "--trace")
    {
        Description = "Write one JSON object per step: losses, size, seconds.",
        HelpName = "FILE",
    };

    private readonly GroupedOption<string> _figure = new("Output", "--figure")
    {
        Description = "Draw content, styles, result and loss curve into one picture.",
        HelpName = "FILE",
    };

    private readonly WritingArguments _writing = new();

    private readonly GroupedOption<long?> _maxPixels = WholeNumber.Option(
        "Size",
        "--max-pixels",
        "Refuse pictures with more pixels.",
        1,
        PictureLimits.MostPixels,
        unset: $"{new PictureLimits().MaxPixels}");

    private readonly GroupedOption<string> _checkpoint = new("Long runs", "--checkpoint")
    {
        Description = "Save the run's state in this file, at intervals and at Ctrl+C; impasto resume continues from "
            + "it. The file is deleted when the picture is complete.",
        HelpName = "FILE",
    };

    private readonly GroupedOption<long?> _checkpointEvery = WholeNumber.Option(
        "Long runs",
        "--checkpoint-every",
        "Seconds from one checkpoint to the next, 0 for every step.",
        0,
        1_000_000,
        unset: "30");

    private readonly GroupedOption<bool> _force = new("Output", "--force")
    {
        Description = "Replace files that exist.",
    };

    private readonly GroupedOption<bool> _quiet = new("Progress", "--quiet", "-q")
    {
        Description = "Print problems only.",
    };

    private readonly GroupedOption<bool> _verbose = new("Progress", "--verbose")
    {
        Description = "Print the value of every option, and details of failures.",
    };

    private readonly GroupedOption<bool> _json = new("Progress", "--json")
    {
        Description = "Print one JSON object about the result on standard output, everything else on standard error.",
    };

    // Empty for a command without a recipe.
    private readonly List<(StylizeOption Known, GroupedOption<string> Option)> _recipe = [];

    /// <summary>Adds all arguments and options to a command that makes one picture.</summary>
    public void AddAll(Command command)
    {
        if (input != StylizeInput.Style)
            command.Arguments.Add(_content);
        if (input != StylizeInput.Content)
            command.Arguments.Add(_styles);
        AddOptions(command);
    }

    /// <summary>Adds all options of a command that makes one picture.</summary>
    public void AddOptions(Command command)
    {
        command.Options.Add(_output);
        if (input == StylizeInput.Style)
            command.Options.Add(_tileable);
        AddRecipe(command);
        command.Options.Add(_continue);
        command.Options.Add(_variations);
        _extra.AddTo(command, input);
        AddRun(command);
    }

    /// <summary>Adds the options that decide how the picture looks.</summary>
    public void AddRecipe(Command command) => AddRecipe(command, StylizeOptionCatalog.All);

    private void AddRecipe(Command command, IEnumerable<StylizeOption> options)
    {
        _preset.CompletionSources.Add([.. Presets.All.Select(preset => preset.Name)]);
        if (input == StylizeInput.Both)
            command.Options.Add(_preset);
        StylizeOptions defaults = Preset(input).Options;
        foreach (StylizeOption known in options)
        {
            GroupedOption<string> option = Make(known, defaults);
            // Where photographs are no option, the target needs no longer name.
            if (known.Name == TargetOption && command.Options.All(other => other.Name != ShortTargetOption))
                option.Aliases.Add(ShortTargetOption);
            _recipe.Add((known, option));
            command.Options.Add(option);
        }
    }

    /// <summary>Adds the options for network and device.</summary>
    public void AddDevice(Command command)
    {
        _network.CompletionSources.Add([.. NetworkCatalog.Names]);
        _normalization.CompletionSources.Add([.. InputNormalization.All.Select(known => known.Name)]);
        _device.CompletionSources.Add(Devices.Choices);
        foreach (Option option in (Option[])[_network, _normalization, _device, _threads, _memory])
            command.Options.Add(option);
    }

    /// <summary>Adds the options for the files of many pictures.</summary>
    public void AddWriting(Command command)
    {
        foreach (Option option in (Option[])[_format, _force, _maxPixels, _checkpointEvery, _time])
            command.Options.Add(option);
        _writing.AddTo(command);
    }

    /// <summary>Adds the options of a clip's recipe, device and files.</summary>
    public void AddClip(Command command)
    {
        // In a clip no layer is matched by itself.
        AddRecipe(
            command, StylizeOptionCatalog.All.Where(known => known.Name is not ("split-steps" or "split-layers")));
        AddDevice(command);
        foreach (Option option in (Option[])[_force, _maxPixels, _quiet, _verbose])
            command.Options.Add(option);
    }

    /// <summary>Adds the options for parts of a clip's pictures.</summary>
    public void AddClipParts(Command command) => _extra.AddParts(command);

    /// <summary>Adds the parts of a clip's pictures to its run.</summary>
    /// <exception cref="WrongCallException">A word is invalid.</exception>
    public RunRecord ReadClipParts(ParseResult parsed, RunRecord record)
    {
        RunRecord parts = _extra.Read(parsed, record);
        RequireRegions(parsed, parts);
        return parts;
    }

    /// <summary>Adds the options of one picture's recipe, device and files, for a folder of pictures.</summary>
    public void AddFolder(Command command)
    {
        AddClip(command);
        command.Options.Add(_format);
        _writing.AddTo(command);
    }

    /// <summary>Reads the request that many pictures share; its output is only an ending.</summary>
    /// <exception cref="WrongCallException">A word is invalid.</exception>
    public StylizeRequest ReadMany(ParseResult parsed)
    {
        string format = parsed.GetValue(_format) ?? "png";
        StylizeRequest request = ReadRun(parsed, new StylizeRequest
        {
            Record = ReadRecipe(parsed),
            Output = $".{format}",
            Keep = new KeepOptions(""),
        });
        WrongCallException.Check(() => PictureWriter.CheckOptions($"picture.{format}", request.Writing));
        return request;
    }

    /// <summary>Adds the options that are not part of the recipe: files, device, reports.</summary>
    public void AddRun(Command command)
    {
        if (!command.Options.Contains(_output))
            command.Options.Add(_output);
        AddDevice(command);
        Option[] options =
        [
            _format, _force, _figure, _maxPixels, _time, _checkpoint, _checkpointEvery, _every, _frames, _video,
            _trace, _quiet, _verbose, _json,
        ];
        foreach (Option option in options)
            command.Options.Add(option);
        _writing.AddTo(command);
    }

    /// <summary>Reads a call.</summary>
    /// <exception cref="WrongCallException">A word is invalid.</exception>
    public StylizeRequest Read(ParseResult parsed)
    {
        RunRecord recipe = ReadRecipe(parsed) with
        {
            Content = input == StylizeInput.Style ? null : new RecordedPicture(parsed.GetRequiredValue(_content)),
            Styles = input == StylizeInput.Content
                ? []
                : ReadStyles(parsed.GetRequiredValue(_styles)),
        };
        RunRecord record = _extra.Read(parsed, recipe);
        RequireRegions(parsed, record);
        string[] named = input == StylizeInput.Content
            ? []
            : [.. parsed.GetRequiredValue(_styles).Select(words => StyleWords.Parse(words).Picture.Name)];
        if (record.Content is { } content)
            named = [content.Name, .. named];
        string kind = input == StylizeInput.Both ? "" : $"_{Preset(input).Name}";
        return ReadRun(parsed, new StylizeRequest
        {
            Record = record,
            Output = $"{string.Join('_', named.Select(PictureName.Stem))}{kind}.png",
        });
    }

    /// <summary>The requests of a call: one, or a variation each.</summary>
    /// <exception cref="WrongCallException">A word is invalid.</exception>
    public IReadOnlyList<StylizeRequest> ReadVariations(ParseResult parsed)
    {
        StylizeRequest request = Read(parsed);
        return parsed.GetValue(_variations) is { } count and > 1 ? new Variations(request).Take((int)count) : [request];
    }

    /// <summary>
    /// Reads paintings: a folder stands for all pictures in it, which have its weight together, in equal shares.
    /// </summary>
    /// <exception cref="WrongCallException">A word is invalid.</exception>
    /// <exception cref="ImpastoException">There is no picture in a folder.</exception>
    public static IReadOnlyList<RecordedStyle> ReadStyles(IEnumerable<string> words)
    {
        var search = new PictureSearch(new HashSet<string>());
        return [.. words.Select(StyleWords.Parse).SelectMany(style =>
        {
            if (!Directory.Exists(style.Picture.Name))
                return [style];
            IReadOnlyList<string> pictures = search.Find("style", [style.Picture.Name]);
            return pictures.Select(
                picture => new RecordedStyle(new RecordedPicture(picture), style.Weight / pictures.Count));
        })];
    }

    /// <summary>Checks the options that need regions.</summary>
    /// <exception cref="WrongCallException">The call has such an option, and the run has no regions.</exception>
    public void RequireRegions(ParseResult parsed, RunRecord record)
    {
        foreach ((StylizeOption known, GroupedOption<string> option) in _recipe)
        {
            if (parsed.GetValue(option) is not null && RegionWords.WithoutEffect(known, record.Regions) is { } why)
                throw new WrongCallException($"--{known.Name} {why}.");
        }
    }

    /// <summary>Reads everything but the recipe.</summary>
    /// <exception cref="WrongCallException">A word is invalid.</exception>
    public StylizeRequest ReadRun(ParseResult parsed, StylizeRequest request)
    {
        if (parsed.GetValue(_frames) is not null && parsed.GetValue(_every) is null)
            throw new WrongCallException("--frames needs --every N, the steps from one frame to the next.");
        string? checkpoint = parsed.GetValue(_checkpoint) ?? request.Keep.Path;
        if (parsed.GetValue(_checkpointEvery) is not null && checkpoint is null)
            throw new WrongCallException("--checkpoint-every needs --checkpoint FILE.");
        Verbosity verbosity = ReadVerbosity(parsed);
        string output = parsed.GetValue(_output) ?? request.Output;
        string named = RequireFormat(parsed, output);
        PictureName.RequireFile("--output", output, Path.GetFileName(request.Output));
        if (parsed.GetValue(_figure) is { } figure)
            PictureName.RequireFile("--figure", figure, "figure.png");
        if (parsed.GetValue(_video) is { } video)
            PictureName.RequireFile("--video", video, "run.webp");
        StylizeRequest device = ReadDevice(parsed, request);
        RunRecord record = device.Record with { Output = _writing.Read(parsed, named, request.Record.Output) };
        return device with
        {
            Output = output,
            Force = parsed.GetValue(_force),
            MaxPixels = parsed.GetValue(_maxPixels) ?? request.MaxPixels,
            TimeLimit = parsed.GetValue(_time) is { } time
                ? WrongCallException.Read(() => RunTime.Parse(time))
                : request.TimeLimit,
            // A run that continues keeps its size.
            Record = request.From is null ? record.OnPaper() : record,
            Keep = new KeepOptions(checkpoint, (int?)parsed.GetValue(_checkpointEvery) ?? request.Keep.Every),
            Report = new ReportOptions(
                (int?)parsed.GetValue(_every) ?? request.Report.Every,
                parsed.GetValue(_frames) ?? request.Report.Frames,
                parsed.GetValue(_trace) ?? request.Report.Trace,
                parsed.GetValue(_figure) ?? request.Report.Figure,
                verbosity,
                parsed.GetValue(_json),
                parsed.GetValue(_video) ?? request.Report.Video),
        };
    }

    /// <summary>Reads a call for a plan of a run.</summary>
    /// <exception cref="WrongCallException">A word is invalid.</exception>
    public StylizeRequest ReadPlan(ParseResult parsed, string content, IReadOnlyList<RecordedStyle> styles)
    {
        RunRecord recipe = ReadRecipe(parsed) with { Content = new RecordedPicture(content), Styles = styles };
        RunRecord record = _extra.Read(parsed, recipe);
        RequireRegions(parsed, record);
        return ReadRun(parsed, new StylizeRequest { Record = record, Output = "plan.png" });
    }

    /// <summary>Reads network and device.</summary>
    /// <exception cref="WrongCallException">A word is invalid.</exception>
    public StylizeRequest ReadDevice(ParseResult parsed, StylizeRequest request)
    {
        if (parsed.GetValue(_device) is { } device && !Device().IsMatch(device))
            throw new WrongCallException($"--device: expected {Devices.Names}, got '{device}'.");
        string? normalization = parsed.GetValue(_normalization);
        if (normalization is not null && !InputNormalization.All.Any(known => known.Name == normalization))
            throw new WrongCallException($"--normalization: expected {NormalizationNames()}, got '{normalization}'.");
        RecordedNetwork before = request.Record.Network;
        return request with
        {
            Record = request.Record with
            {
                Network = before with
                {
                    Name = parsed.GetValue(_network) ?? before.Name,
                    Normalization = normalization ?? before.Normalization,
                },
            },
            Device = parsed.GetValue(_device) ?? request.Device,
            Threads = (int?)parsed.GetValue(_threads) ?? request.Threads,
            Memory = parsed.GetValue(_memory) is { } memory
                ? MemorySize.Parse("--memory", memory)
                : request.Memory,
        };
    }

    // Standard output has no ending: its format is an option.
    private string RequireFormat(ParseResult parsed, string output)
    {
        string? format = parsed.GetValue(_format);
        if (format is not null && !Formats.Contains(format))
            throw new WrongCallException($"--format: expected {string.Join(", ", Formats)}, got '{format}'.");
        if (output == StylizeRequest.PipeName)
        {
            return parsed.GetValue(_json)
                ? throw new WrongCallException("Expected --json or --output -, got both: each takes standard output.")
                : $"picture.{format ?? "png"}";
        }

        bool isEnding = output.StartsWith('.');
        return format is null || isEnding
            ? output
            : throw new WrongCallException("--format has no effect without --output -: the file's ending decides.");
    }

    private Verbosity ReadVerbosity(ParseResult parsed)
    {
        bool isQuiet = parsed.GetValue(_quiet), isVerbose = parsed.GetValue(_verbose);
        if (isQuiet && isVerbose)
            throw new WrongCallException("Expected --quiet or --verbose, got both.");
        return isQuiet ? Verbosity.Quiet : isVerbose ? Verbosity.Verbose : Verbosity.Normal;
    }

    /// <summary>Reads a call that makes a recorded picture again, with the options that it changes.</summary>
    /// <exception cref="WrongCallException">A word is invalid.</exception>
    public StylizeRequest ReadChanged(ParseResult parsed, StylizeRequest recorded)
    {
        RunRecord changed = Change(parsed, recorded.Record with
        {
            Options = ReadPreset(parsed)?.Options ?? recorded.Record.Options,
        });
        WrongCallException.Require(changed.Options.Validate());
        RequireEffect(parsed, _recipe, changed.Options);
        RequireRegions(parsed, changed);
        return ReadRun(parsed, recorded with { Record = changed });
    }

    private RunRecord ReadRecipe(ParseResult parsed)
    {
        string? earlier = parsed.GetValue(_continue);
        Preset? preset = ReadPreset(parsed);
        StylizeOptions usual = (preset ?? Preset(input)).Options;
        RunRecord changed = Change(parsed, earlier is null
            ? new RunRecord { Options = usual }
            : EarlierRun.Of(earlier, usual, keepsRecipe: preset is null));
        if (earlier is not null)
        {
            string? twice = _recipe
                .Where(pair => parsed.GetValue(pair.Option) is not null)
                .Select(pair => pair.Known.Name)
                .FirstOrDefault(name => name is InitOption or "min-size");
            if (twice is not null)
                throw new WrongCallException($"Expected --continue or --{twice}, got both.");
            changed = changed with
            {
                Options = changed.Options.Continuing(),
                Start = new RecordedPicture(earlier),
            };
        }

        if (parsed.GetValue(_tileable))
        {
            if (_recipe.Any(pair => pair.Known.Name == "padding" && parsed.GetValue(pair.Option) is not null))
                throw new WrongCallException("Expected --tileable or --padding, got both.");
            changed = changed with
            {
                Options = WrongCallException.Read(
                    () => StylizeOptionCatalog.Find("padding").Write(changed.Options, "wrap")),
            };
        }

        WrongCallException.Require(changed.Options.Validate());
        RequireEffect(parsed, _recipe, changed.Options);
        return new RunRecord { Options = changed.Options, Start = changed.Start, Network = changed.Network };
    }

    private Preset? ReadPreset(ParseResult parsed) => input == StylizeInput.Both && parsed.GetValue(_preset) is { } name
        ? Presets.All.FirstOrDefault(known => known.Name == name)
            ?? throw (name == GlanceName
                ? new WrongCallException(
                    "The preset glance paints in one pass, without a recipe of steps: expected impasto glance for one "
                    + "picture, or impasto live STYLE --frames DIR -o DIR --once for those of a folder.")
                : new WrongCallException($"--preset: expected {PresetNames()}, got '{name}'."))
        : null;

    // The optimiser is changed before its own options, in the order of the catalogue.
    private RunRecord Change(ParseResult parsed, RunRecord record)
    {
        foreach ((StylizeOption known, GroupedOption<string> option) in _recipe)
        {
            if (parsed.GetValue(option) is not { } text)
                continue;
            bool isFile = known.Name == InitOption && (!known.Choices.Contains(text) || text == "picture");
            string value = isFile ? "picture" : text;
            StylizeOptions options = WrongCallException.Read(() => known.Write(record.Options, value));
            record = record with { Options = options };
            if (known.Name == InitOption)
                record = record with { Start = isFile ? new RecordedPicture(text) : null };
        }

        return record;
    }

    /// <summary>Refuses options of a recipe that were given and would do nothing.</summary>
    /// <exception cref="WrongCallException">One has no effect.</exception>
    public static void RequireEffect(
        ParseResult parsed,
        IEnumerable<(StylizeOption Known, GroupedOption<string> Option)> recipe,
        StylizeOptions options)
    {
        foreach ((StylizeOption known, GroupedOption<string> option) in recipe)
        {
            if (parsed.GetValue(option) is not null && known.WithoutEffect(options) is { } why)
                throw new WrongCallException($"--{known.Name} {why}.");
        }
    }

    private static string UsualOutput(StylizeInput input) => input switch
    {
        StylizeInput.Style => $"STYLE_{Preset(input).Name}.png",
        StylizeInput.Content => $"CONTENT_{Preset(input).Name}.png",
        _ => "CONTENT_STYLE.png",
    };

    // The default preset: the first one, or that of the command without content or without style.
    private static Preset Preset(StylizeInput input) => input switch
    {
        StylizeInput.Style => Presets.Texture,
        StylizeInput.Content => Presets.Reconstruction,
        _ => Presets.All[0],
    };

    /// <summary>An option of a recipe as one of the command line.</summary>
    /// <param name="known">The option.</param>
    /// <param name="defaults">Where its help takes the usual value from.</param>
    public static GroupedOption<string> Make(StylizeOption known, StylizeOptions defaults)
    {
        // The preset has no value for options of another optimiser: show that optimiser's default.
        string? value = known.Read(defaults) ?? OptimizerOptions.All
            .Select(optimizer => known.Read(defaults with { Optimizer = optimizer }))
            .First(found => found is not null);
        string description = known.Name == InitOption
            ? "The picture to start from: content, style, noise or a file."
            : known.Choices.Count > 0
                ? $"{known.Help} One of {known.Range}."
                : $"{known.Help} {char.ToUpperInvariant(known.Range[0])}{known.Range[1..]}.";
        var option = new GroupedOption<string>(known.Group, $"--{known.Name}")
        {
            Description = $"{description} [{value}]",
            HelpName = known.Name == InitOption ? "CHOICE|FILE" : known.Choices.Count > 0 ? "CHOICE" : "VALUE",
        };
        option.CompletionSources.Add(
            [.. known.Choices.Where(choice => known.Name != InitOption || choice != "picture")]);
        return option;
    }

    [GeneratedRegex(
        "^(auto|cpu|mps|torch|cuda(:[0-9]{1,3})?)$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Device();

    private static string PresetNames() => string.Join(", ", Presets.All.Select(preset => preset.Name));

    private static string NormalizationNames() => string.Join(", ", InputNormalization.All.Select(known => known.Name));
}
