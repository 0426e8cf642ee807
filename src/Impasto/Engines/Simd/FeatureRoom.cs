using Impasto.Engines.Simd.Planes;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Engines.Simd;

/// <summary>Memory for a forward pass's results.</summary>
internal static class FeatureRoom
{
    /// <summary>What is offered where it has the right shape, else fresh memory.</summary>
    /// <param name="convolutions">The network's, in order.</param>
    /// <param name="shapes">The layers of the step.</param>
    /// <param name="offered">Results that may be overwritten; null for none.</param>
    public static Features Take(
        IReadOnlyList<Convolution> convolutions, IReadOnlyList<LayerShape> shapes, Features? offered)
    {
        if (offered is not null && Fits(convolutions, shapes, offered))
            return offered;
        var moments = new Dictionary<LayerName, IReadOnlyList<LayerMoments>>();
        var maps = new Dictionary<LayerName, LayerFeatures>();
        for (int i = 0; i < shapes.Count; i++)
        {
            LayerShape layer = shapes[i];
            int channels = convolutions[i].Outputs;
            if (layer.Style)
            {
                moments[convolutions[i].Layer] = [.. layer.Regions.Select(region =>
                    new LayerMoments(channels, region.Sum, new double[channels], new double[channels * channels]))];
            }

            if (layer.Content)
            {
                maps[convolutions[i].Layer] = new LayerFeatures(
                    channels, layer.Height, layer.Width, new float[channels * layer.Height * layer.Width]);
            }
        }

        return new Features(moments, maps);
    }

    private static bool Fits(
        IReadOnlyList<Convolution> convolutions, IReadOnlyList<LayerShape> shapes, Features offered)
    {
        int styles = 0, contents = 0;
        for (int i = 0; i < shapes.Count; i++)
        {
            LayerShape layer = shapes[i];
            Convolution convolution = convolutions[i];
            if (layer.Style)
            {
                styles++;
                if (!offered.Moments.TryGetValue(convolution.Layer, out var moments)
                    || !Fits(layer, convolution, moments))
                    return false;
            }

            if (layer.Content)
            {
                contents++;
                if (!offered.Maps.TryGetValue(convolution.Layer, out LayerFeatures? map)
                    || (map.Channels, map.Height, map.Width) != (convolution.Outputs, layer.Height, layer.Width))
                    return false;
            }
        }

        return offered.Moments.Count == styles && offered.Maps.Count == contents;
    }

    private static bool Fits(LayerShape layer, Convolution convolution, IReadOnlyList<LayerMoments> moments)
    {
        if (moments.Count != layer.Regions.Count)
            return false;
        for (int region = 0; region < moments.Count; region++)
        {
            if (moments[region].Channels != convolution.Outputs
                || !moments[region].Positions.Equals(layer.Regions[region].Sum))
                return false;
        }

        return true;
    }
}
