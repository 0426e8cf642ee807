using Impasto.Networks;

namespace Impasto.Training;

/// <summary>The widths of a VGG-19-like network: its layers are VGG-19's up to conv5_1, its channels fewer.</summary>
/// <param name="Widths">Channels of blocks 1 to 5.</param>
public sealed record StudentArchitecture(IReadOnlyList<int> Widths)
{
    // VGG-19's convolutions in each block, up to conv5_1.
    private static readonly int[] Depths = [2, 2, 4, 4, 1];

    /// <summary>The compact network: 24, 40, 80, 144 and 160 channels, 1.10 M parameters, 35 k multiplications a pixel.</summary>
    public static StudentArchitecture Compact { get; } = new([24, 40, 80, 144, 160]);

    /// <summary>The convolutions in order, with their channels.</summary>
    public IReadOnlyList<(LayerName Layer, int Inputs, int Outputs)> Convolutions { get; } = List(Widths);

    /// <summary>Multiplications a pixel of the picture, on average.</summary>
    public double MultiplicationsPerPixel => Convolutions.Sum(c => 9.0 * c.Inputs * c.Outputs / (c.Layer.Stride * c.Layer.Stride));

    /// <summary>Weights and biases of the convolutions.</summary>
    public int ParameterCount => Convolutions.Sum(c => (9 * c.Inputs * c.Outputs) + c.Outputs);

    private static List<(LayerName Layer, int Inputs, int Outputs)> List(IReadOnlyList<int> widths)
    {
        ArgumentNullException.ThrowIfNull(widths);
        if (widths.Count != Depths.Length || widths.Any(width => width < 1))
            throw new ArgumentException("Expected the channels of five blocks, at least 1 each.", nameof(widths));
        var list = new List<(LayerName, int, int)>();
        int inputs = 3;
        for (int block = 1; block <= Depths.Length; block++)
        {
            for (int index = 1; index <= Depths[block - 1]; index++)
            {
                list.Add((new LayerName(block, index), inputs, widths[block - 1]));
                inputs = widths[block - 1];
            }
        }

        return list;
    }
}
