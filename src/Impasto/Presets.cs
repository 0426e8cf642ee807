using Impasto.Losses;
using Impasto.Networks;
using Impasto.Optimization;

namespace Impasto;

/// <summary>The recipes there are.</summary>
public static class Presets
{
    /// <summary>Impasto's own: coarse to fine with L-BFGS, weights that look alike at every size.</summary>
    public static Preset Fine { get; } = new(
        "fine", "Coarse to fine with L-BFGS; weights mean the same at every size.", new StylizeOptions());

    /// <summary>The PyTorch notebook, to the letter: every number of it, and its losses.</summary>
    public static Preset Notebook { get; } = new(
        "notebook",
        "The PyTorch notebook to the letter: 400 pixels, squashed style, 2000 steps of Adam.",
        new StylizeOptions
        {
            Preset = "notebook",
            Size = 400,
            SizeRule = SizeRule.Shorter,
            StyleFit = StyleFit.Squash,
            Resize = ResizeKind.Pillow,
            MinSize = 0,
            Steps = [2000],
            StyleLayers = LayerWeights.Parse("conv1_1=1,conv2_1=0.75,conv3_1=0.2,conv4_1=0.2,conv5_1=0.2"),
            ContentWeight = 1,
            StyleWeight = 1e6,
            TvWeight = 0,
            Convention = LossConvention.Notebook,
            Padding = PaddingMode.Zero,
            Optimizer = OptimizerKind.Adam,
            LearningRate = 0.003,
            NoiseDeviation = 1,
        });

    /// <summary>The defaults of neural-style-pt, meant for Caffe weights.</summary>
    public static Preset NeuralStyle { get; } = new(
        "neural-style",
        "The defaults of neural-style-pt: 512 pixels from noise, 1000 evaluations of L-BFGS; meant for Caffe weights.",
        new StylizeOptions
        {
            Preset = "neural-style",
            Size = 512,
            Resize = ResizeKind.Pillow,
            MinSize = 0,
            Steps = [1000],
            ContentWeight = 5,
            StyleWeight = 100,
            TvWeight = 1e-3,
            Convention = LossConvention.NeuralStyle,
            Padding = PaddingMode.Zero,
            LineSearch = LineSearchKind.None,
            Init = StartKind.Noise,
            NoiseDeviation = 1e-3,
        });

    /// <summary>A texture from noise with no content: what <c>impasto texture</c> does.</summary>
    public static Preset Texture { get; } = new(
        "texture", "A style without a content, from noise.",
        new StylizeOptions { Preset = "texture", ContentWeight = 0, TvWeight = 1, Init = StartKind.Noise });

    /// <summary>A content from noise with no style: what <c>impasto reconstruct</c> does.</summary>
    public static Preset Reconstruction { get; } = new(
        "reconstruction", "A content without a style, from noise.",
        new StylizeOptions { Preset = "reconstruction", StyleWeight = 0, TvWeight = 1, Init = StartKind.Noise });

    /// <summary>Those for a content and a style, the default first.</summary>
    public static IReadOnlyList<Preset> All { get; } = [Fine, Notebook, NeuralStyle];

    /// <summary>The preset of that name.</summary>
    /// <exception cref="ImpastoException">There is none.</exception>
    public static Preset Find(string name) => All.FirstOrDefault(preset => preset.Name == name)
        ?? throw new ImpastoException($"'{name}' is no preset: expected {string.Join(", ", All.Select(preset => preset.Name))}.");
}
