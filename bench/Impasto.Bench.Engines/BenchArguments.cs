using Impasto.Networks;
using Impasto.Networks.Weights;

namespace Impasto.Bench.Engines;

/// <summary>vgg19 400 592 2: network, height, width, threads.</summary>
internal sealed record BenchArguments(Network Network, int Height, int Width, int Threads)
{
    public static BenchArguments Parse(string[] args) => new(
        args.ElementAtOrDefault(0) == "compact" ? NetworkCatalog.Compact().Network : BenchNetworks.Vgg19(),
        int.Parse(args.ElementAtOrDefault(1) ?? "400"),
        int.Parse(args.ElementAtOrDefault(2) ?? "592"),
        int.Parse(args.ElementAtOrDefault(3) ?? "2"));

    public static HashSet<LayerName> Style { get; } =
        [.. "conv1_1 conv2_1 conv3_1 conv4_1 conv5_1".Split(' ').Select(LayerName.Parse)];

    public static LayerName Content { get; } = LayerName.Parse("conv4_2");
}
