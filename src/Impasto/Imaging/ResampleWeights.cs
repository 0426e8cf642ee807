namespace Impasto.Imaging;

/// <summary>For each output position along one axis: its first input and the weight of every input.</summary>
/// <remarks>
/// Output i reads the inputs around (i + 0.5) * scale, scale = input / output, within the filter's radius times
/// max(scale, 1); weights sum to 1. This is the geometry of Pillow and, with antialiasing, of torchvision.
/// </remarks>
internal sealed class ResampleWeights
{
    private ResampleWeights(int[] starts, double[][] weights)
    {
        Starts = starts;
        Weights = weights;
    }

    public int[] Starts { get; }

    public double[][] Weights { get; }

    /// <summary>Inputs beyond each end that <see cref="Compute"/> may read for a picture whose ends meet.</summary>
    public static int Rim(int input, int output, ResampleFilter filter) =>
        (int)Math.Ceiling(Radius(filter) * Math.Max((double)input / output, 1)) + 1;

    /// <summary>Computes starts and weights.</summary>
    /// <param name="input">Inputs.</param>
    /// <param name="output">Outputs.</param>
    /// <param name="filter">Interpolation.</param>
    /// <param name="rim">Inputs beyond each end that may be read as well; starts count from the first of them.</param>
    public static ResampleWeights Compute(int input, int output, ResampleFilter filter, int rim = 0)
    {
        double scale = (double)input / output, stretch = Math.Max(scale, 1), support = Radius(filter) * stretch;
        int[] starts = new int[output];
        double[][] weights = new double[output][];
        for (int i = 0; i < output; i++)
        {
            double center = (i + 0.5) * scale;
            int first = Math.Max(-rim, (int)Math.Floor(center - support + 0.5));
            int end = Math.Min(input + rim, (int)(center + support + 0.5));
            starts[i] = first + rim;
            weights[i] = new double[end - first];
            double sum = 0, inverse = 1 / stretch;
            for (int k = 0; k < weights[i].Length; k++)
                sum += weights[i][k] = Evaluate(filter, (k + first - center + 0.5) * inverse);
            double share = 1 / sum;
            for (int k = 0; sum != 0 && k < weights[i].Length; k++)
                weights[i][k] *= share;
        }

        return new ResampleWeights(starts, weights);
    }

    private static double Radius(ResampleFilter filter) => filter switch
    {
        ResampleFilter.Bicubic => 2,
        ResampleFilter.Lanczos => 3,
        _ => 1,
    };

    private static double Evaluate(ResampleFilter filter, double x)
    {
        x = Math.Abs(x);
        return filter switch
        {
            ResampleFilter.Bicubic => Cubic(x),
            ResampleFilter.Lanczos => x < 3 ? Sinc(x) * Sinc(x / 3) : 0,
            _ => x < 1 ? 1 - x : 0,
        };
    }

    private static double Cubic(double x) => x < 1
        ? (((1.5 * x) - 2.5) * x * x) + 1
        : x < 2 ? (((((-0.5 * x) + 2.5) * x) - 4) * x) + 2 : 0;

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
