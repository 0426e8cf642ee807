using Impasto.Networks;

namespace Impasto;

/// <summary>All presets.</summary>
/// <example>
/// <code>
/// StylizeOptions options = Presets.Draft.Options with { Sizing = new() { Size = 800 } };
/// </code>
/// </example>
public static class Presets
{
    /// <summary>Impasto's own: coarse to fine with L-BFGS, weights that look alike at every size.</summary>
    public static Preset Fine { get; } = new(
        "fine", "Coarse to fine with L-BFGS; weights mean the same at every size.", new StylizeOptions())
    {
        Explanation = """
            The default. Large shapes are settled at 160 pixels, where a step costs next to nothing; every further scale
            only adds what is new at its size, so few steps are enough there. All losses are relative to their targets:
            the same weights look alike at every size and with every network, and a small picture tells how the large
            one will be.
            """,
    };

    /// <summary>A look at what will come, in seconds.</summary>
    public static Preset Draft { get; } = new(
        "draft", "A look at what will come, in a few seconds: 256 pixels, few steps.",
        new StylizeOptions
        {
            Preset = "draft",
            Sizing = new() { Size = 256, MinSize = 128 },
            Steps = [14, 7],
            Losses = new() { SplitSteps = 0 },
        })
    {
        Explanation = """
            The recipe of fine at half the size with fewer steps and one search for matches a scale, for choosing
            pictures, weights and regions. What it shows is what fine makes of the same pictures and weights, with less
            detail.
            """,
    };

    /// <summary>Large pictures for paper.</summary>
    public static Preset Print { get; } = new(
        "print", "For paper: 3000 pixels, 25 cm at 300 dots an inch; few steps where they are dear.",
        new StylizeOptions { Preset = "print", Sizing = new() { Size = 3000 }, Steps = [40, 24, 16, 15, 12, 10] })
    {
        Dpi = 300,
        Explanation = """
            The recipe of fine up to 3000 pixels. Shapes that are settled at 512 pixels stay as they are: the scales
            above it take 15, 12 and 10 steps, which is where the time goes. Give it a painting that is large itself:
            strokes that a small file does not show can't be painted. The size can be changed; make a plan first to see
            time and memory.
            """,
    };

    /// <summary>The PyTorch notebook with all its numbers and losses.</summary>
    public static Preset Notebook { get; } = new(
        "notebook",
        "The PyTorch notebook to the letter: 400 pixels, squashed style, 2000 steps of Adam.",
        new StylizeOptions
        {
            Preset = "notebook",
            Sizing = new()
            {
                Size = 400,
                SizeRule = SizeMode.Shorter,
                StyleFit = StyleFitMode.Squash,
                Resize = ResizeMode.Pillow,
                MinSize = 0,
            },
            Steps = [2000],
            Losses = new()
            {
                StyleLayers = LayerWeights.Parse("conv1_1=1,conv2_1=0.75,conv3_1=0.2,conv4_1=0.2,conv5_1=0.2"),
                ContentWeight = 1,
                StyleWeight = 1e6,
                TvWeight = 0,
                RangeWeight = 0,
                Convention = LossConvention.Notebook,
            },
            Network = new() { Padding = PaddingMode.Zero },
            Color = new() { Mode = ColorMode.Style },
            Optimizer = new AdamOptions { LearningRate = 0.003 },
            Start = new() { InitNoise = 1 },
        })
    {
        Explanation = """
            For those who come from the notebook and want its picture and its printed losses, number by number. Gram
            matrices are sums over all positions, so the style weight of a million only means what it means at 400
            pixels. Slower than fine by far.
            """,
    };

    /// <summary>The defaults of neural-style-pt, meant for Caffe weights.</summary>
    public static Preset NeuralStyle { get; } = new(
        "neural-style",
        "The defaults of neural-style-pt: 512 pixels from noise, 1000 evaluations of L-BFGS; meant for Caffe weights.",
        new StylizeOptions
        {
            Preset = "neural-style",
            Sizing = new() { Size = 512, Resize = ResizeMode.Pillow, MinSize = 0 },
            Steps = [1000],
            Losses = new()
            {
                StyleLayers = LayerWeights.EqualStyle,
                ContentWeight = 5,
                StyleWeight = 100,
                TvWeight = 1e-3,
                RangeWeight = 0,
                Convention = LossConvention.NeuralStyle,
            },
            Network = new() { Padding = PaddingMode.Zero },
            Color = new() { Mode = ColorMode.Style },
            Optimizer = new LbfgsOptions { LineSearch = LineSearchMode.None, History = 100, CoarseGain = 0 },
            Start = new() { Init = StartMode.Noise, InitNoise = 1e-3 },
        })
    {
        Explanation = """
            For those who come from neural-style or neural-style-pt. It begins with noise at the full size, so its steps
            must bring in the photograph too. Its weights are meant for the Caffe version of VGG-19, vgg19-caffe; with
            other networks they are multiplied, and the picture is a good one, but not that tool's.
            """,
    };

    /// <summary>The defaults of crowsonkb/style-transfer-pytorch.</summary>
    public static Preset Crowsonkb { get; } = new(
        "crowsonkb",
        "The defaults of crowsonkb/style-transfer-pytorch: Wasserstein-2, Adam, 1000 steps and 500 at each larger "
            + "scale.",
        new StylizeOptions
        {
            Preset = "crowsonkb",
            Sizing = new() { MinSize = 128, ScaleFactor = 1.4142135623730951 },
            Steps = [1000, 500],
            Losses = new()
            {
                StyleLayers = LayerWeights.Parse("conv1_1=256,conv2_1=64,conv3_1=16,conv4_1=4,conv5_1=1"),
                ContentWeight = 0.015,
                StyleWeight = 1,
                TvWeight = 2,
                RangeWeight = 0,
                Convention = LossConvention.Crowsonkb,
            },
            Network = new() { Padding = PaddingMode.ReplicateInput },
            Color = new() { Mode = ColorMode.Style },
            Optimizer = new AdamOptions { LearningRate = 0.02, Beta2 = 0.99, Average = 0.99, Clamp = true },
        })
    {
        Explanation = """
            For those who come from that tool. Means and covariances of features are compared by the Wasserstein-2
            distance; Adam's memory is carried from scale to scale, and the average of its pictures is the result. Its
            weights are meant for VGG-19.
            """,
    };

    /// <summary>A texture from noise, without a content.</summary>
    public static Preset Texture { get; } = new(
        "texture", "A style without a content, from noise.",
        new StylizeOptions
        {
            Preset = "texture",
            Steps = [50, 34, 22],
            Losses = new() { StyleLayers = LayerWeights.EqualStyle, ContentWeight = 0, StyleWeight = 20, TvWeight = 1 },
            Start = new() { Init = StartMode.Noise },
        });

    /// <summary>A content from noise, without a style.</summary>
    public static Preset Reconstruction { get; } = new(
        "reconstruction", "A content without a style, from noise.",
        new StylizeOptions
        {
            Preset = "reconstruction",
            Steps = [50, 34, 22],
            Losses = new() { StyleWeight = 0, TvWeight = 1, Content = ContentMode.Photo },
            Start = new() { Init = StartMode.Noise },
        });

    /// <summary>The presets for a content and a style, the default first.</summary>
    public static IReadOnlyList<Preset> All { get; } = [Fine, Draft, Print, Notebook, NeuralStyle, Crowsonkb];

    /// <summary>The preset of that name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidOptionsException">The name is unknown.</exception>
    public static Preset Find(string name) => All.FirstOrDefault(preset => preset.Name == name)
        ?? throw new InvalidOptionsException(
            $"Unknown preset '{name}': expected {string.Join(", ", All.Select(preset => preset.Name))}.");
}
