using Impasto.Losses;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Samples.Packaged;

/// <summary>A style loss of one's own: distance of the channels' means, without their correlations.</summary>
/// <remarks>
/// With the means mu of the picture and nu of the style, summed over layers and over regions r with their shares s_r:
/// E = s_r |mu - nu|^2 / |nu|^2 and dE/dmu = 2 s_r (mu - nu) / |nu|^2.
/// </remarks>
/// <param name="weight">The term's weight, 0 or more.</param>
/// <param name="layers">The layers that are compared.</param>
internal sealed class MeansTerm(double weight, params LayerName[] layers) : IMomentTerm
{
    private readonly Dictionary<(int Region, LayerName Layer), double[]> _targets = [];
    private double[] _shares = [];

    public string Name => "means";

    public double Weight { get; } = weight;

    public IReadOnlyList<LayerName> Layers { get; } = layers;

    public void Prepare(LossScene scene)
    {
        _targets.Clear();
        _shares = [.. scene.Regions.Select(region => region.Share)];
        for (int region = 0; region < _shares.Length; region++)
        {
            foreach (LayerName layer in Layers)
            {
                if (scene.Style(region, layer) is { } style)
                    _targets[(region, layer)] = style.Mean;
            }
        }
    }

    public double Evaluate(MomentContext context)
    {
        double sum = 0;
        for (int region = 0; region < context.Regions; region++)
        {
            if (_targets.TryGetValue((region, context.Layer), out double[]? target))
                sum += _shares[region] * Compare(context, region, target);
        }

        return sum;
    }

    private double Compare(MomentContext context, int region, double[] target)
    {
        double[] mean = context.Moments(region).Mean;
        MomentGradient gradient = context.Gradient(region);
        double size = target.Sum(value => value * value), squares = 0;
        for (int i = 0; i < mean.Length; i++)
        {
            double difference = mean[i] - target[i];
            squares += difference * difference;
            gradient.Mean[i] += context.Weight * _shares[region] * 2 * difference / size;
        }

        return squares / size;
    }
}
