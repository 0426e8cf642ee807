using System.CommandLine;
using Impasto.Networks;

namespace Impasto.Cli.Commands;

/// <summary>The words that stylize understands. Those that decide how the picture looks are made from the library's catalogue.</summary>
internal sealed class StylizeArguments
{
    private const string InitOption = "init";

    private readonly Argument<string> _content = new("content") { Description = "The photograph: a file, an http(s) address, or - for standard input." };
    private readonly Argument<string[]> _styles = new("style")
    {
        Description = "One painting or several, each a file or address, with =WEIGHT for its share.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _output = new("--output", "-o") { Description = "The result; its ending names the format: .png, .jpg, .webp, .tif. [CONTENT_STYLE.png]", HelpName = "FILE" };
    private readonly Option<string> _preset = new("--preset") { Description = $"The recipe to start from: {PresetNames()}. [fine]", HelpName = "NAME" };
    private readonly Option<string> _network = new("--network", "--weights") { Description = $"{string.Join(", ", NetworkCatalog.Names)} or a weight file. [auto]", HelpName = "NAME|FILE" };
    private readonly Option<string> _normalization = new("--normalization") { Description = $"Which pixels a weight file wants: {NormalizationNames()}. [what the file says]", HelpName = "NAME" };
    private readonly Option<string> _device = new("--device") { Description = "auto, cpu, cuda, cuda:N or mps. [auto]", HelpName = "NAME" };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads on the CPU, 0 for all. [0]", HelpName = "N" };
    private readonly Option<int?> _every = new("--every") { Description = "Print the loss, and write a frame, every N steps.", HelpName = "N" };
    private readonly Option<string> _frames = new("--frames") { Description = "Folder for the frames of --every.", HelpName = "DIR" };
    private readonly Option<string> _trace = new("--trace") { Description = "Write one JSON object a step: losses, size, seconds.", HelpName = "FILE" };
    private readonly Option<string> _figure = new("--figure") { Description = "Draw content, styles, result and loss curve into one picture.", HelpName = "FILE" };
    private readonly Option<int?> _depth = new("--depth") { Description = "Bits a channel, 8 or 16. [16 for TIFF, else 8]", HelpName = "BITS" };
    private readonly Option<int?> _quality = new("--quality") { Description = "Quality of JPEG and WebP, 1 to 100. [95]", HelpName = "N" };
    private readonly Option<long?> _maxPixels = new("--max-pixels") { Description = "Refuse pictures of more pixels than this. [100000000]", HelpName = "N" };
    private readonly Option<bool> _force = new("--force") { Description = "Replace files that exist." };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Print nothing but what went wrong." };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Print every option's value, and details of failures." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object about the result on standard output, all else on standard error." };
    private readonly List<(StylizeOption Known, Option<string> Option)> _recipe = [.. StylizeOptionCatalog.All.Select(known => (known, Make(known)))];

    /// <summary>Adds everything to the command that takes pictures.</summary>
    public void AddAll(Command command)
    {
        command.Arguments.Add(_content);
        command.Arguments.Add(_styles);
        _preset.CompletionSources.Add([.. Presets.All.Select(preset => preset.Name)]);
        command.Options.Add(_preset);
        foreach ((_, Option<string> option) in _recipe)
            command.Options.Add(option);
        AddRun(command);
    }

    /// <summary>Adds what does not change the picture's recipe: where it goes, what works, what is told.</summary>
    public void AddRun(Command command)
    {
        _network.CompletionSources.Add([.. NetworkCatalog.Names]);
        _normalization.CompletionSources.Add([.. InputNormalization.All.Select(known => known.Name)]);
        _device.CompletionSources.Add("auto", "cpu", "cuda", "mps");
        foreach (Option option in (Option[])[_output, _network, _normalization, _device, _threads, _every, _frames, _trace, _figure,
            _depth, _quality, _maxPixels, _force, _quiet, _verbose, _json])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads a call.</summary>
    /// <exception cref="WrongCallException">A word can't be meant.</exception>
    public StylizeRequest Read(ParseResult parsed)
    {
        (StylizeOptions options, string? start) = ReadRecipe(parsed);
        string content = parsed.GetRequiredValue(_content);
        StyleSource[] styles = [.. parsed.GetRequiredValue(_styles).Select(StyleSource.Parse)];
        return ReadRun(parsed, new StylizeRequest
        {
            Content = content,
            Styles = styles,
            Options = options,
            Start = start,
            Output = $"{Stem(content)}_{string.Join('_', styles.Select(style => Stem(style.Picture)))}.png",
        });
    }

    /// <summary>The request with what was said about everything but the recipe.</summary>
    /// <exception cref="WrongCallException">A word can't be meant.</exception>
    public StylizeRequest ReadRun(ParseResult parsed, StylizeRequest request)
    {
        if (parsed.GetValue(_every) < 0 || parsed.GetValue(_threads) < 0 || parsed.GetValue(_maxPixels) < 1)
            throw new WrongCallException("--every and --threads take numbers of 0 or more, --max-pixels of 1 or more.");
        if (parsed.GetValue(_frames) is not null && parsed.GetValue(_every) is not > 0)
            throw new WrongCallException("--frames needs --every N, the steps from one frame to the next.");
        string? normalization = parsed.GetValue(_normalization);
        if (normalization is not null)
            WrongCallException.Read(() => InputNormalization.Parse(normalization));
        return request with
        {
            Output = parsed.GetValue(_output) ?? request.Output,
            Network = parsed.GetValue(_network) ?? request.Network,
            Normalization = normalization ?? request.Normalization,
            Device = parsed.GetValue(_device) ?? request.Device,
            Threads = parsed.GetValue(_threads) ?? request.Threads,
            MaxPixels = parsed.GetValue(_maxPixels) ?? request.MaxPixels,
            Writing = new OutputOptions(parsed.GetValue(_depth), parsed.GetValue(_quality) ?? 95, parsed.GetValue(_force)),
            Report = new ReportOptions(
                parsed.GetValue(_every) ?? 0,
                parsed.GetValue(_frames),
                parsed.GetValue(_trace),
                parsed.GetValue(_figure),
                parsed.GetValue(_quiet) ? Verbosity.Quiet : parsed.GetValue(_verbose) ? Verbosity.Verbose : Verbosity.Normal,
                parsed.GetValue(_json)),
        };
    }

    private (StylizeOptions Options, string? Start) ReadRecipe(ParseResult parsed)
    {
        StylizeOptions options = WrongCallException.Read(() => Presets.Find(parsed.GetValue(_preset) ?? "fine")).Options;
        string? start = null;
        foreach ((StylizeOption known, Option<string> option) in _recipe)
        {
            if (parsed.GetValue(option) is not { } text)
                continue;
            bool isFile = known.Name == InitOption && (!known.Choices.Contains(text) || text == "picture");
            if (isFile)
                start = text;
            string value = isFile ? "picture" : text;
            options = WrongCallException.Read(() => known.Write(options, value));
        }

        // The picture itself is read later.
        string[] problems = [.. StylizeOptionCatalog.All.Select(option => option.Problem(options)).OfType<string>()];
        return problems.Length == 0 ? (options, start) : throw new WrongCallException(string.Join(Environment.NewLine, problems));
    }

    private static Option<string> Make(StylizeOption known)
    {
        string value = known.Read(new StylizeOptions());
        (string help, string range) = known.Name == InitOption
            ? ("From which picture to start: content, style, noise or a file.", "")
            : (known.Help, known.Choices.Count > 0 ? $" {known.Range}." : $" {char.ToUpperInvariant(known.Range[0])}{known.Range[1..]}.");
        var option = new Option<string>($"--{known.Name}")
        {
            Description = $"{help}{range} [{value}]",
            HelpName = known.Choices.Count > 0 ? "CHOICE" : "VALUE",
        };
        option.CompletionSources.Add([.. known.Choices]);
        return option;
    }

    private static string Stem(string picture)
    {
        if (picture == "-")
            return "stylized";
        string path = Uri.TryCreate(picture, UriKind.Absolute, out Uri? url) && !url.IsFile ? url.AbsolutePath : picture;
        string stem = Path.GetFileNameWithoutExtension(path);
        return stem.Length > 0 ? stem : "picture";
    }

    private static string PresetNames() => string.Join(", ", Presets.All.Select(preset => preset.Name));

    private static string NormalizationNames() => string.Join(", ", InputNormalization.All.Select(known => known.Name));
}
