namespace Impasto.Networks;

/// <summary>
/// How a network expects its pixels: channel order, scale and centre. It belongs to the weights, not to the options.
/// </summary>
/// <remarks>A network input channel is (Scale * x[Order[c]] - Mean[c]) / Deviation[c] for x in 0 to 1, RGB.</remarks>
public sealed record InputNormalization
{
    private InputNormalization(string name, int[] order, double scale, double[] mean, double[] deviation)
    {
        Name = name;
        Order = order;
        Scale = scale;
        Mean = mean;
        Deviation = deviation;
    }

    /// <summary>torchvision: RGB in 0 to 1, ImageNet's mean and deviation.</summary>
    public static InputNormalization Torchvision { get; } =
        new("torchvision", [0, 1, 2], 1, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    /// <summary>The original Caffe weights: BGR, 0 to 255, mean subtracted.</summary>
    public static InputNormalization Caffe { get; } =
        new("caffe", [2, 1, 0], 255, [103.939, 116.779, 123.68], [1, 1, 1]);

    /// <summary>Caffe weights whose first convolution was changed to take RGB, as Keras distributes them.</summary>
    public static InputNormalization CaffeRgb { get; } =
        new("caffe-rgb", [0, 1, 2], 255, [123.68, 116.779, 103.939], [1, 1, 1]);

    /// <summary>Plain RGB in 0 to 1.</summary>
    public static InputNormalization Unit { get; } = new("unit", [0, 1, 2], 1, [0, 0, 0], [1, 1, 1]);

    /// <summary>All normalisations.</summary>
    public static IReadOnlyList<InputNormalization> All { get; } = [Torchvision, Caffe, CaffeRgb, Unit];

    /// <summary>The name used in weight files.</summary>
    public string Name { get; }

    /// <summary>For each network channel, which of red (0), green (1) and blue (2) it takes.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>Factor on pixels in 0 to 1: 1 or 255.</summary>
    public double Scale { get; }

    /// <summary>Centre of each network channel, after scaling.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>Divisor of each network channel.</summary>
    public IReadOnlyList<double> Deviation { get; }

    /// <summary>The normalisation of that name.</summary>
    /// <exception cref="InvalidOptionsException">There is none.</exception>
    public static InputNormalization Parse(string name) => All.FirstOrDefault(known => known.Name == name)
        ?? throw new InvalidOptionsException(
            $"Unknown input normalisation '{name}': expected {string.Join(", ", All.Select(known => known.Name))}.");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
