namespace Impasto.Networks.Weights;

/// <summary>
/// Which pixels weights expect that do not say so: by published names and checksums, and by their values.
/// </summary>
internal static class KnownPixels
{
    // Deviation of values from those of the original weights: files in half precision have them too.
    private const double Tolerance = 0.01;

    // In pixels of deviation 1 such a layer would see nothing but its biases.
    private const double FaintestResponse = 0.15;

    // The first digits of published files' SHA-256, which are part of their names.
    // Sources: torchvision; jcjohnson/pytorch-vgg; pystiche/papers and pystiche's own conversions.
    private static readonly (string Digits, InputNormalization Normalization)[] Checksums =
    [
        ("dcbb9e9d", InputNormalization.Torchvision),
        ("397923af", InputNormalization.Torchvision),
        ("d01eb7cb", InputNormalization.Caffe),
        ("00b39a1b", InputNormalization.Caffe),
        ("74e45263", InputNormalization.Caffe),
        ("781be684", InputNormalization.Caffe),
    ];

    private static readonly string[] CaffeWords = ["vgg_conv", "caffe"];

    // Root mean square of conv1_1's biases and of its kernel's blue, green and red part, in Caffe's VGG-19.
    private const double CaffeBias = 0.5531, CaffeBlue = 0.1695, CaffeGreen = 0.2115, CaffeRed = 0.1909;

    // The first biases of conv1_1 in Caffe's VGG-16, and a tap of its first filter's blue part.
    // Source: the published weights, as in Keras' and MatConvNet's copies of them.
    private static readonly double[] Caffe16Biases =
        [0.73429835, 0.093403675, 0.06775674, 0.8862966, 0.25994542, 0.66426694, -0.015828926, 0.3249065];

    private const double Caffe16Blue = 0.42947057;

    /// <summary>By the name of a file; null where it is not known.</summary>
    public static InputNormalization? OfName(string name) =>
        Checksums.FirstOrDefault(known => name.Contains(known.Digits, StringComparison.OrdinalIgnoreCase)).Normalization
        ?? (CaffeWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
            ? InputNormalization.Caffe : null);

    /// <summary>By the SHA-256 of a file; null where it is not known.</summary>
    public static InputNormalization? OfChecksum(string sha256) =>
        Checksums.FirstOrDefault(known => sha256.StartsWith(known.Digits, StringComparison.Ordinal)).Normalization;

    /// <summary>By the first layer's values; null where they do not tell.</summary>
    /// <remarks>
    /// Caffe's VGG-19 is recognised by four root mean squares, which are the same in every precision, and its order of
    /// channels by theirs; Caffe's VGG-16 by its first biases and a value of its first filter. The scale does not tell
    /// these two: |kernel| / |bias| is near 2 in Caffe's VGG-19, not less than in layers for pixels of deviation 1. It
    /// does tell a layer that was changed to take pixels of 0 to 255: let r be the median over the filters of
    /// |kernel| / |bias|. Pixels of deviation 1, as torchvision's, give responses of about r biases, pixels of 0 to 255
    /// of about 60 r.
    /// </remarks>
    public static InputNormalization? OfValues(Convolution first)
    {
        double bias = RootMeanSquare(first.Bias);
        double[] parts = [.. Enumerable.Range(0, first.Inputs).Select(input => RootMeanSquare(Part(first, input)))];
        if (IsNear(bias, CaffeBias) && parts is [var one, var two, var three] && IsNear(two, CaffeGreen))
        {
            if (IsNear(one, CaffeBlue) && IsNear(three, CaffeRed))
                return InputNormalization.Caffe;
            if (IsNear(one, CaffeRed) && IsNear(three, CaffeBlue))
                return InputNormalization.CaffeRgb;
        }

        if (OfCaffe16(first) is { } known)
            return known;
        return Response(first) is < FaintestResponse ? InputNormalization.Caffe : null;
    }

    private static InputNormalization? OfCaffe16(Convolution first)
    {
        if (first.Outputs < Caffe16Biases.Length || first.Inputs != 3
            || !Caffe16Biases.Index().All(known => IsNear(first.Bias[known.Index], known.Item)))
            return null;
        int taps = first.Size * first.Size;
        bool isRedFirst = Array.Exists(first.Kernel[(2 * taps)..(3 * taps)], value => IsNear(value, Caffe16Blue));
        return isRedFirst ? InputNormalization.CaffeRgb : InputNormalization.Caffe;
    }

    private static double? Response(Convolution layer)
    {
        int taps = layer.Kernel.Length / layer.Outputs;
        double[] ratios = [.. Enumerable.Range(0, layer.Outputs)
            .Where(output => layer.Bias[output] != 0)
            .Select(output => RootMeanSquare(layer.Kernel.AsSpan(output * taps, taps)) * Math.Sqrt(taps)
                / Math.Abs(layer.Bias[output]))
            .Where(ratio => ratio > 0)
            .Order()];
        // Of fewer filters a median says little.
        return ratios.Length > layer.Outputs / 2 && ratios.Length >= 8 ? ratios[ratios.Length / 2] : null;
    }

    private static float[] Part(Convolution layer, int input)
    {
        int taps = layer.Size * layer.Size;
        return [.. Enumerable.Range(0, layer.Outputs).SelectMany(output =>
            layer.Kernel.AsSpan(((output * layer.Inputs) + input) * taps, taps).ToArray())];
    }

    private static bool IsNear(double value, double known) => Math.Abs(value - known) < Tolerance * Math.Abs(known);

    private static double RootMeanSquare(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += (double)value * value;
        return Math.Sqrt(sum / values.Length);
    }
}
