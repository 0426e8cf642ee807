using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Networks;
using Impasto.Objectives;
using Impasto.Points;
using Impasto.Storage;

namespace Impasto.Tests.Objectives;

/// <summary>An objective of one scale over small pictures of noise, put together as a run does it.</summary>
internal sealed record SmallObjective
{
    /// <summary>The picture's size. Default: 7 x 6.</summary>
    public PictureSize Size { get; init; } = new(7, 6);

    /// <summary>Losses, pooling, feather.</summary>
    public required StylizeOptions Options { get; init; }

    /// <summary>The network. Default: two blocks with average pooling and no kinks.</summary>
    public Network Network { get; init; } = Smooth();

    /// <summary>Makes the engine. Default: the plain one in float64.</summary>
    public Func<Network, EngineSettings, IEngine> Device { get; init; } =
        (network, settings) => new ReferenceEngine(network, settings);

    /// <summary>Regions. Default: none.</summary>
    public IReadOnlyList<StylizeRegion> Regions { get; init; } = [];

    /// <summary>Longest side of a tile's core. Default: one piece.</summary>
    public int Core { get; init; } = ScaleLayout.Whole;

    /// <summary>Whether the engine may work in bands.</summary>
    public bool InBands { get; init; }

    /// <summary>Where values lie. Default: a store of its own.</summary>
    public PixelStore Store { get; init; } = new();

    /// <summary>The terms; null takes those of the options.</summary>
    public IReadOnlyList<ILossTerm>? Terms { get; init; }

    /// <summary>The scale of pixels.</summary>
    public PixelSpace Space => new(Network.Normalization, Options.Losses.Convention.Pixels);

    /// <summary>The content as a point.</summary>
    public PixelBuffer Content => Space.View(Noise(1));

    /// <summary>Opens it.</summary>
    public PerceptualObjective Open()
    {
        var settings = new EngineSettings { Pooling = Options.Network.Pooling };
        var reader = new FeatureReader(Device(Network, settings), Network, Space) { Settings = settings };
        var plan = RegionPlan.Divide(
            Regions, [new WeightedStyle(Noise(2)), new WeightedStyle(Noise(3), 2)], Options.Feather, Size);
        var inputs = new ObjectiveInputs(
            new ScaledPicture(Content, Size.Width, Size.Height),
            plan,
            StyleScaler.AtOwnSize(new PictureScaler(Options.Sizing.Resize, Space)));
        var layout = new ScaleLayout(Core, Store) { InBands = InBands };
        return new PerceptualObjective(reader, Terms ?? Options.Losses.CreateTerms(), layout, inputs);
    }

    /// <summary>A picture of noise at this size.</summary>
    public Picture Noise(int seed) => TestPictures.Noise(Size.Width, Size.Height, seed);

    /// <summary>A mask at this size by the share of the way from left to right.</summary>
    public Mask Across(Func<float, float> value) => new(
        Size.Width,
        Size.Height,
        [.. Enumerable.Range(0, Size.Width * Size.Height).Select(i => value((float)(i % Size.Width) / Size.Width))]);

    /// <summary>Biases so high that every ReLU passes everything: no difference crosses a kink.</summary>
    public static Network Smooth()
    {
        Network network = TestNetworks.Shallow();
        foreach (Convolution convolution in network.Convolutions)
            convolution.Bias.AsSpan().Fill(10);
        return network;
    }
}
