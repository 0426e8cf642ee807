using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Weights;

namespace Impasto.Samples.Packaged;

/// <summary>Package Impasto: a loss, a style loss and an optimiser of one's own in a run.</summary>
internal static class ExtensionSample
{
    public static void Run()
    {
        Picture photo = Drawings.Stripes(side: 64, period: 32), painting = Drawings.Stripes(side: 64, period: 8);
        Network network = NetworkCatalog.Compact().Network;
        using var stylizer = new Stylizer(network, new CpuDevice());
        var options = new StylizeOptions
        {
            Sizing = new() { Size = 64 },
            Steps = [30],
            // The style comes from the term below alone.
            Losses = new() { StyleWeight = 0 },
            Optimizer = new MomentumOptions(),
        };
        var task = new StylizeTask(photo, [new WeightedStyle(painting)], options)
        {
            ExtraTerms =
            [
                new WarmthTerm(weight: 50, warmth: 0.6),
                new MeansTerm(weight: 10, LayerName.Parse("conv1_1"), LayerName.Parse("conv3_1")),
            ],
        };
        var log = new StepLog();

        StylizeResult result = stylizer.Run(task, log);

        IReadOnlyList<LossPart> first = log.Steps[0].Loss.Parts, last = log.Steps[^1].Loss.Parts;
        Console.WriteLine($"Own parts: {log.Steps.Count} steps, loss {log.Steps[0].Loss.Total:0.###} to "
            + $"{log.Steps[^1].Loss.Total:0.###} ({string.Join(", ", last.Select(part => part.Name))})");
        Checks.Require(result.Outcome == StylizeOutcome.Completed, "the run is completed");
        Checks.Require(Value(last, "warmth") < Value(first, "warmth"), "the own loss 'warmth' is a part, and falls");
        Checks.Require(Value(last, "means") < Value(first, "means"), "the own style loss 'means' is a part, and falls");
        Checks.Require(!last.Any(part => part.Name == "style"), "the recipe's own style loss is not a part");
        Checks.Require(result.Losses[^1] < result.Losses[0], "the own optimiser lowers the loss");
        Measure(network, photo, painting, result.Picture);
    }

    private static void Measure(Network network, Picture photo, Picture painting, Picture result)
    {
        using var meter = new StyleMeter(network, new CpuDevice());
        double before = meter.MeasureStyle(photo, painting).Total;
        PictureDistances after = meter.Measure(result, photo, painting);
        Console.WriteLine($"    style distance {before:0.###} before, {after.Style.Total:0.###} after; "
            + $"content distance {after.Content.Total:0.###}");
        Checks.Require(after.Style.Total < before, "the result is nearer to the painting than the photograph is");
    }

    private static double Value(IReadOnlyList<LossPart> parts, string name) =>
        parts.Where(part => part.Name == name).Select(part => part.Value).DefaultIfEmpty(double.NaN).Single();
}
