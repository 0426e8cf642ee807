using Impasto.Cli.Reporting;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Networks.Weights;
using Impasto.Records;
using Spectre.Console;

namespace Impasto.Cli.Painting;

/// <summary>What a run is going to do, for people: pictures, network, recipe and plan.</summary>
internal static class Introduction
{
    /// <summary>Prints one line for each part; with --verbose also every option of the recipe.</summary>
    /// <param name="console">Receives the lines.</param>
    /// <param name="request">The call.</param>
    /// <param name="painting">The pictures and the plan.</param>
    public static void Show(IAnsiConsole console, StylizeRequest request, PreparedPainting painting)
    {
        LoadedNetwork network = painting.Network;
        string why = network.Choice.Length > 0
            ? $" ({Advice.Of(network)})"
            : $" (pixels as {network.Network.Normalization}: {Advice.OfPixels(network)})";
        ShowPictures(console, request.Record, painting);
        console.WriteLine($"Network  {network.Network.Name}{why}");
        console.WriteLine($"Recipe   {request.Record.Options.Preset} on {painting.Record.Engine}");
        console.WriteLine($"Plan     {PlanReport.Line(painting.Plan)}");
        foreach (string note in painting.Notes)
            console.WriteLine($"Note     {note}");
        if (request.From is { } from)
            console.WriteLine($"Resumed  from {from.Path}, after step {from.Step}");
        if (request.Report.Level == Verbosity.Verbose)
        {
            foreach (StylizeOption option in StylizeOptionCatalog.All)
                console.WriteLine($"         {option.Name} {option.Read(request.Record.Options) ?? "-"}");
        }
    }

    private static void ShowPictures(IAnsiConsole console, RunRecord record, PreparedPainting painting)
    {
        PictureSize size = painting.Size;
        console.WriteLine(record.Content is not { } content
            ? $"Texture  {size.Width} x {size.Height}"
            : $"Content  {content.Name}, {painting.Content.Size}, to be {size.Width} x {size.Height}");
        if (record.Styles.Count > 0)
            console.WriteLine($"Style    {string.Join(", ", record.Styles.Select(StyleWords.Of))}");
        foreach (string strokes in record.Styles.Select(style => style.FineStrokes?.Name).OfType<string>().Distinct())
            console.WriteLine($"Strokes  {strokes}");
        IReadOnlyList<double> shares = record.Regions.Count == 0 ? [] : painting.RegionShares;
        foreach ((RecordedRegion region, double share) in record.Regions.Zip(shares))
            console.WriteLine(RegionWords.Line(region, share));
    }
}
