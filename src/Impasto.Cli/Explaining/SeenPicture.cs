using Impasto.Engines;
using Impasto.Imaging;
using Impasto.Moments;
using Impasto.Networks;

namespace Impasto.Cli.Explaining;

/// <summary>A picture, and what the network's layers see in it.</summary>
/// <param name="Label">What the picture is, for people.</param>
/// <param name="Picture">The picture.</param>
/// <param name="Features">Features and moments of each layer.</param>
internal sealed record SeenPicture(string Label, Picture Picture, Features Features)
{
    /// <summary>Runs the network on a picture.</summary>
    /// <param name="label">What the picture is.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="engine">Runs the network.</param>
    /// <param name="network">Gives the normalisation.</param>
    /// <param name="layers">The layers.</param>
    public static SeenPicture Look(
        string label, Picture picture, IEngine engine, Network network, IReadOnlyList<LayerName> layers)
    {
        var input = new NetworkInput(Normalized(picture, network.Normalization), picture.Width, picture.Height);
        return new SeenPicture(label, picture, engine.Forward(input, new FeatureRequest(layers, layers)));
    }

    /// <summary>A layer's moments in the channels in which styles are compared.</summary>
    public LayerMoments Compared(LayerName layer, Network network) =>
        network.Maps.TryGetValue(layer, out LinearMap? map)
            ? Features.Moments[layer][0].Through(map)
            : Features.Moments[layer][0];

    private static float[] Normalized(Picture picture, InputNormalization pixels)
    {
        float[] input = new float[picture.Pixels.Length];
        int plane = input.Length / 3;
        for (int i = 0; i < input.Length; i++)
        {
            int c = i / plane, from = (pixels.Order[c] * plane) + (i % plane);
            input[i] = (float)(((picture.Pixels[from] * pixels.Scale) - pixels.Mean[c]) / pixels.Deviation[c]);
        }

        return input;
    }
}
