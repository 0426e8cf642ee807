using Impasto.Networks;

namespace Impasto.Training;

/// <summary>The widths of a VGG-19-like network: its layers are VGG-19's up to conv5_1, its channels fewer.</summary>
/// <remarks>Two architectures are equal when their widths are.</remarks>
public sealed class StudentArchitecture : IEquatable<StudentArchitecture>
{
    /// <summary>
    /// Widths are multiples of this, 16: vector units need it, and libtorch gives wrong values for others on some
    /// processors.
    /// </summary>
    public const int WidthStep = 16;

    /// <summary>An architecture of these widths.</summary>
    /// <param name="widths">
    /// Channels of each layer from conv1_1 to conv5_1: thirteen multiples of <see cref="WidthStep"/>.
    /// </param>
    /// <exception cref="ArgumentException">There are fewer or more widths, or one is not such a multiple.</exception>
    public StudentArchitecture(IReadOnlyList<int> widths)
    {
        ArgumentNullException.ThrowIfNull(widths);
        if (widths.Count != Layers.Count || widths.Any(width => width < 1 || width % WidthStep != 0))
        {
            throw new ArgumentException(
                $"Expected the channels of {Layers.Count} layers, multiples of {WidthStep}.", nameof(widths));
        }

        Widths = [.. widths];
        Convolutions =
            [.. Layers.Select((layer, i) => new ConvolutionShape(layer, i == 0 ? 3 : widths[i - 1], widths[i]))];
    }

    /// <summary>The layers of every student in order, conv1_1 to conv5_1.</summary>
    public static IReadOnlyList<LayerName> Layers => StudentLayers.All;

    /// <summary>
    /// The compact network: 0.59 M parameters, 35 k multiplications a pixel; wide where styles are compared.
    /// </summary>
    public static StudentArchitecture Compact { get; } = new([32, 16, 80, 64, 160, 48, 32, 48, 80, 80, 64, 128, 112]);

    /// <summary>Channels of each layer, in the order of <see cref="Layers"/>.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>The convolutions in order.</summary>
    internal IReadOnlyList<ConvolutionShape> Convolutions { get; }

    /// <summary>Multiplications for a pixel of the picture, on average.</summary>
    public double MultiplicationsPerPixel
    {
        get
        {
            double sum = 0, positions = 1;
            foreach (ConvolutionShape convolution in Convolutions)
            {
                if (StudentLayers.PoolsInput(convolution.Layer))
                    positions /= 4;
                sum += 9.0 * convolution.Inputs * convolution.Outputs * positions;
            }

            return sum;
        }
    }

    /// <summary>Weights and biases of the convolutions.</summary>
    public int ParameterCount => Convolutions.Sum(one => (9 * one.Inputs * one.Outputs) + one.Outputs);

    /// <summary>The widths of a network that a distillation wrote.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="WeightsException">The network has another pixel normalisation or other layers.</exception>
    public static StudentArchitecture Of(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        bool fits = network.Normalization == InputNormalization.Unit
            && network.Convolutions.Select(convolution => convolution.Layer).SequenceEqual(Layers)
            && network.Convolutions.All(convolution => convolution.Outputs % WidthStep == 0);
        return fits
            ? new StudentArchitecture([.. network.Convolutions.Select(convolution => convolution.Outputs)])
            : throw new WeightsException(
                $"A training can't begin with the network '{network.Name}': expected one that a distillation wrote.");
    }

    /// <inheritdoc/>
    public bool Equals(StudentArchitecture? other) => other is not null && Widths.SequenceEqual(other.Widths);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StudentArchitecture);

    /// <inheritdoc/>
    public override int GetHashCode() => Widths.Aggregate(0, HashCode.Combine);

    /// <summary>The widths, separated by commas.</summary>
    public override string ToString() => string.Join(',', Widths);
}
