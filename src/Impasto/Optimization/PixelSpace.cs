using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Networks;

namespace Impasto.Optimization;

/// <summary>The scale in which pixels are optimised: RGB in 0 to 1, or the network's own input.</summary>
/// <remarks>Published recipes optimise the network's input, and their learning rates only mean something there.</remarks>
internal sealed class PixelSpace(InputNormalization normalization, LossConvention convention)
{
    private readonly bool _network = convention != LossConvention.Relative;

    /// <summary>The value that stands for mid-grey, or for the network's mean.</summary>
    public float Middle => _network ? 0 : 0.5f;

    /// <summary>The point that a picture is.</summary>
    public float[] Encode(Picture picture) => _network ? Normalize(picture.Pixels) : [.. picture.Pixels];

    /// <summary>The picture that a point is.</summary>
    public float[] Decode(float[] point)
    {
        if (!_network)
            return [.. point];
        float[] pixels = new float[point.Length];
        int plane = point.Length / 3;
        for (int c = 0; c < 3; c++)
        {
            int target = normalization.Order[c] * plane;
            for (int i = 0; i < plane; i++)
            {
                pixels[target + i] = (float)(((point[(c * plane) + i] * normalization.Deviation[c]) + normalization.Mean[c])
                    / normalization.Scale);
            }
        }

        return pixels;
    }

    /// <summary>What goes into the network.</summary>
    public NetworkInput ToInput(float[] point, int width, int height) =>
        new(_network ? point : Normalize(point), width, height);

    /// <summary>Adds the derivative with respect to the network's input to the one with respect to the point.</summary>
    public void AddGradient(float[] inputGradient, float[] gradient)
    {
        int plane = gradient.Length / 3;
        for (int c = 0; c < 3; c++)
        {
            float factor = _network ? 1 : (float)(normalization.Scale / normalization.Deviation[c]);
            int target = (_network ? c : normalization.Order[c]) * plane;
            for (int i = 0; i < plane; i++)
                gradient[target + i] += factor * inputGradient[(c * plane) + i];
        }
    }

    /// <summary>Leaves of a derivative what changes brightness alone, all three colours alike.</summary>
    public void KeepGrey(float[] gradient)
    {
        int plane = gradient.Length / 3;
        double[] along = [.. Enumerable.Range(0, 3).Select(c => _network ? normalization.Scale / normalization.Deviation[c] : 1)];
        double square = along.Sum(value => value * value);
        for (int i = 0; i < plane; i++)
        {
            double amount = ((along[0] * gradient[i]) + (along[1] * gradient[plane + i]) + (along[2] * gradient[(2 * plane) + i])) / square;
            for (int c = 0; c < 3; c++)
                gradient[(c * plane) + i] = (float)(along[c] * amount);
        }
    }

    // In single precision and this order of operations, as torchvision normalises.
    private float[] Normalize(float[] pixels)
    {
        float[] input = new float[pixels.Length];
        int plane = pixels.Length / 3;
        for (int c = 0; c < 3; c++)
        {
            int source = normalization.Order[c] * plane;
            float scale = (float)normalization.Scale, mean = (float)normalization.Mean[c];
            float deviation = (float)normalization.Deviation[c];
            for (int i = 0; i < plane; i++)
                input[(c * plane) + i] = ((pixels[source + i] * scale) - mean) / deviation;
        }

        return input;
    }
}
