using Impasto.Imaging;
using Impasto.Losses;
using Impasto.Networks;

namespace Impasto.Video.Following;

/// <summary>Distance to the earlier results, moved to where they belong in the frame.</summary>
/// <remarks>
/// E = 1/D sum_p c_p (x_p - w_p)^2 over the D values of a frame, with w the earlier results after the warp and c how
/// surely they are seen. Source: Ruder, Dosovitskiy and Brox, "Artistic Style Transfer for Videos", GCPR 2016,
/// equations 7 to 9. Differs from the paper: the sum over several earlier frames is written as one distance to their
/// mean, which has the same derivative. Values are compared as RGB in 0 to 1, whatever the recipe optimises.
/// </remarks>
/// <param name="weight">Its weight, 0 or more.</param>
/// <param name="target">w.</param>
/// <param name="reliability">c of each pixel, 0 to 1, height x width.</param>
/// <param name="input">The network's normalisation if the recipe optimises its input; null for RGB.</param>
internal sealed class TemporalTerm(
    double weight, Picture target, float[] reliability, InputNormalization? input) : IPixelTerm
{
    private const int Piece = 1 << 16;

    private readonly float[] _point = new float[Piece], _gradient = new float[Piece];
    private Picture _target = target;
    private float[] _reliability = reliability;

    /// <inheritdoc/>
    public string Name => "temporal";

    /// <inheritdoc/>
    public double Weight { get; } = weight;

    /// <inheritdoc/>
    public void Prepare(LossScene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if (scene.Size == _target.Size)
            return;
        _reliability = Resampler.Resize(_reliability, _target.Size, scene.Size, ResampleFilter.Bilinear);
        _target = Resampler.Resize(_target, scene.Size.Width, scene.Size.Height);
    }

    /// <inheritdoc/>
    public double Evaluate(PixelContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        int plane = _reliability.Length;
        long length = context.Pixels.Length;
        double sum = 0;
        for (long at = 0; at < length; at += _point.Length)
        {
            Span<float> point = _point.AsSpan(0, (int)Math.Min(_point.Length, length - at));
            Span<float> gradient = _gradient.AsSpan(0, point.Length);
            context.Pixels.Read(at, point);
            context.Gradient.Read(at, gradient);
            for (int i = 0; i < point.Length; i++)
            {
                (long channel, long pixel) = Math.DivRem(at + i, plane);
                (double factor, double offset, int color) = ColorOf((int)channel);
                double difference = (factor * point[i]) + offset - _target.Pixels[(color * plane) + pixel];
                double weighted = _reliability[pixel] * difference;
                sum += weighted * difference;
                gradient[i] += (float)(2 * context.Weight * factor * weighted / length);
            }

            context.Gradient.Write(at, gradient);
        }

        return sum / length;
    }

    // RGB = factor x + offset.
    private (double Factor, double Offset, int Color) ColorOf(int channel) => input is null
        ? (1, 0, channel)
        : (input.Deviation[channel] / input.Scale, input.Mean[channel] / input.Scale, input.Order[channel]);
}
