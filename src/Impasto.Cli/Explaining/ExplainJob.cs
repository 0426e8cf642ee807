using Impasto.Cli.Painting;
using Impasto.Cli.Reporting;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Networks;
using Impasto.Storage;
using Spectre.Console;

namespace Impasto.Cli.Explaining;

/// <summary>Paints one picture, and draws what the network's layers see on the way to it.</summary>
/// <param name="terminal">The program's surroundings.</param>
/// <param name="request">The run; its output is a file in the folder.</param>
/// <param name="folder">The folder of all pictures.</param>
/// <param name="channels">Most feature maps of a layer.</param>
internal sealed class ExplainJob(Terminal terminal, StylizeRequest request, string folder, int channels)
{
    // Features are looked at no larger than this: they are shown at a few hundred pixels.
    private const int LargestSide = 512;

    private const int Painting = 1;

    private readonly LayerName[] _layers =
        [.. request.Record.Options.Losses.UsedLayers.Distinct().Order(VggLayers.Order)];

    // Figures are plain pictures: depth, colours and description are the result's.
    private PictureWriteOptions Writing => new() { Overwrite = request.Force, Quality = request.Writing.Quality };

    private string Ending => Path.GetExtension(request.Output);

    /// <summary>Checks the files and runs.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="ImpastoException">A picture can't be read or written, or the run failed.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        Check();
        LossOptions losses = request.Record.Options.Losses;
        using StylizerPool stylizers = request.CreatePool(terminal);
        var history = new LossHistory(losses);
        using PreparedPainting painting = await request
            .CreateJob(terminal, stylizers, extraTerms: history.Watches)
            .PrepareAsync(cancellation);
        if (request.Report.Level > Verbosity.Quiet)
            Introduction.Show(terminal.Out, request, painting);
        var run = new ReportedRun(painting.Size, painting.Plan.Scales.Sum(scale => scale.Steps));
        using var reports = new ProgressReports(terminal.Out, terminal.Error, request.Report, run);
        history.Next = reports;
        PaintingResult made = await painting.RunAsync(history, cancellation: cancellation);
        reports.EndSteps();
        if (made.Failure is { } failure)
            reports.Complain(Advice.Of(failure));
        reports.Try(() => Draw(painting, made.Result.Picture, history));
        return Conclude(made.Result, reports);
    }

    // Everything that can be refused is refused before the run, and before a folder is made.
    private void Check()
    {
        string[] names = [.. Names().Select(PathOf)];
        new InputFiles(request.Inputs).RequireApart(names.Select(name => ("--output", (string?)name)));
        AtomicFile.MakeFolder(folder);
        foreach (string name in names)
            PictureWriter.Check(name, name == request.Output ? request.Writing : Writing);
    }

    private IEnumerable<string> Names() =>
    [
        Path.GetFileName(request.Output), .. _layers.Select(FeaturesOf), $"gram{Ending}", $"losses{Ending}",
    ];

    private string FeaturesOf(LayerName layer) => $"features-{layer}{Ending}";

    private string PathOf(string name) => Path.Combine(folder, name);

    private void Draw(PreparedPainting painting, Picture result, LossHistory history)
    {
        StylizeOptions options = request.Record.Options;
        Network network = painting.Network.Network;
        using IEngine engine = Devices.Open(request.Device, request.Threads).Open(
            network, new EngineSettings { Pooling = options.Network.Pooling, Padding = options.Network.Padding });
        PictureSize size = Fitting(result.Size, Math.Min(result.Size.Longer, LargestSide));
        Picture style = painting.Styles[0].Picture;
        PictureSize styleSize = Fitting(style.Size, size.Longer);
        SeenPicture[] pictures =
        [
            Look("Photograph", painting.Content, size),
            Look("Painting", style, styleSize),
            Look("Result", result, size),
        ];
        foreach (LayerName layer in _layers)
            Write(FeaturesOf(layer), FeatureSheet.Draw(layer, pictures, channels));
        Write($"gram{Ending}", GramSheet.Draw([.. options.Losses.StyleLayers.Used], pictures, Painting, network));
        if (history.Parts.Count > 0)
            Write($"losses{Ending}", LossSheet.Draw(history.Parts));

        SeenPicture Look(string label, Picture picture, PictureSize at) => SeenPicture.Look(
            label, Resampler.Resize(picture.OnWhite(), at.Width, at.Height), engine, network, _layers);
    }

    // No side is so short that the deepest layer would see nothing.
    private static PictureSize Fitting(PictureSize size, int longer)
    {
        const int Least = 16;
        double scale = (double)longer / size.Longer;
        return new PictureSize(Side(size.Width), Side(size.Height));

        int Side(int pixels) => Math.Max(Least, (int)Math.Round(pixels * scale));
    }

    private void Write(string name, Picture picture) => PictureWriter.Write(picture, PathOf(name), Writing);

    private int Conclude(StylizeResult result, ProgressReports reports)
    {
        if (request.Report.Level > Verbosity.Quiet)
        {
            foreach (string name in Names().Select(PathOf).Where(File.Exists))
                terminal.Out.WriteLine($"Picture  {name}");
        }

        switch (result.Outcome)
        {
            case StylizeOutcome.Cancelled:
                terminal.Error.WriteLine(
                    $"Cancelled after step {result.Losses.Count}: the pictures show the result so far.");
                return ExitCode.Cancelled;
            case StylizeOutcome.Diverged:
                terminal.Error.WriteLine(
                    $"The run diverged after step {result.Losses.Count}: the pictures show the last good result; try a "
                    + "smaller --learning-rate, or smaller weights.");
                return ExitCode.Failure;
            default:
                return reports.HasProblems ? ExitCode.Failure : ExitCode.Success;
        }
    }
}
