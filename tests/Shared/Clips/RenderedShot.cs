using Impasto.Imaging;

namespace Impasto.Tests.Clips;

/// <summary>Frames of a scene at one speed, with noise and changes of light.</summary>
/// <param name="Scene">The scene.</param>
/// <param name="Count">Number of frames.</param>
internal sealed record RenderedShot(LayeredScene Scene, int Count)
{
    /// <summary>Time from a frame to the next; 0 for a picture at rest.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Time of the first frame.</summary>
    public double Start { get; init; } = 1;

    /// <summary>Standard deviation of noise in levels of 255, anew in every frame.</summary>
    public double Noise { get; init; }

    /// <summary>Factor on the light of each frame, by its number.</summary>
    public Func<int, double> Light { get; init; } = _ => 1;

    /// <summary>The frames.</summary>
    public IEnumerable<Picture> Frames() => Enumerable.Range(0, Count).Select(Frame);

    /// <summary>A frame.</summary>
    public Picture Frame(int number)
    {
        Picture frame = Scene.Frame(Start + (Speed * number));
        Random random = new(number);
        float light = (float)Light(number);
        for (int k = 0; k < frame.Pixels.Length; k++)
        {
            double noise = Noise == 0 ? 0 : Noise / 255 * Gaussian(random);
            frame.Pixels[k] = Math.Clamp((frame.Pixels[k] * light) + (float)noise, 0, 1);
        }

        return frame;
    }

    /// <summary>Frames that run from those of a shot into those of another.</summary>
    public static IEnumerable<Picture> Dissolve(RenderedShot from, RenderedShot to, int count)
    {
        for (int number = 0; number < count; number++)
        {
            Picture first = from.Frame(number), second = to.Frame(number);
            float share = (number + 1f) / (count + 1);
            for (int k = 0; k < first.Pixels.Length; k++)
                first.Pixels[k] += share * (second.Pixels[k] - first.Pixels[k]);
            yield return first;
        }
    }

    // Box and Muller, 1958.
    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()))
        * Math.Cos(2 * Math.PI * random.NextDouble());
}
