using Impasto.Networks;

namespace Impasto.Training;

/// <summary>The widths of a VGG-19-like network: its layers are VGG-19's up to conv5_1, its channels fewer.</summary>
/// <param name="Widths">Channels of blocks 1 to 5.</param>
public sealed record StudentArchitecture(IReadOnlyList<int> Widths)
{
    // VGG-19's convolutions in each block, up to conv5_1.
    private static readonly int[] Depths = [2, 2, 4, 4, 1];

    /// <summary>Widths are multiples of this: what vector units like, and what libtorch gets right on every processor.</summary>
    public const int WidthStep = 16;

    /// <summary>The layers of every student in order, conv1_1 to conv5_1.</summary>
    public static IReadOnlyList<LayerName> Layers { get; } =
        [.. Depths.SelectMany((depth, block) => Enumerable.Range(1, depth).Select(index => new LayerName(block + 1, index)))];

    /// <summary>The compact network: 16, 48, 80, 160 and 160 channels, 1.27 M parameters, 36 k multiplications a pixel.</summary>
    public static StudentArchitecture Compact { get; } = new([16, 48, 80, 160, 160]);

    /// <summary>The convolutions in order, with their channels.</summary>
    public IReadOnlyList<(LayerName Layer, int Inputs, int Outputs)> Convolutions { get; } = List(Widths);

    /// <summary>Multiplications a pixel of the picture, on average.</summary>
    public double MultiplicationsPerPixel => Convolutions.Sum(c => 9.0 * c.Inputs * c.Outputs / (c.Layer.Stride * c.Layer.Stride));

    /// <summary>Weights and biases of the convolutions.</summary>
    public int ParameterCount => Convolutions.Sum(c => (9 * c.Inputs * c.Outputs) + c.Outputs);

    private static List<(LayerName Layer, int Inputs, int Outputs)> List(IReadOnlyList<int> widths)
    {
        ArgumentNullException.ThrowIfNull(widths);
        if (widths.Count != Depths.Length || widths.Any(width => width < 1 || width % WidthStep != 0))
            throw new ArgumentException($"Expected the channels of five blocks, multiples of {WidthStep}.", nameof(widths));
        var list = new List<(LayerName, int, int)>();
        int inputs = 3;
        foreach (LayerName layer in Layers)
        {
            list.Add((layer, inputs, widths[layer.Block - 1]));
            inputs = widths[layer.Block - 1];
        }

        return list;
    }
}
