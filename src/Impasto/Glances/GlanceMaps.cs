using Impasto.Moments;

namespace Impasto.Glances;

/// <summary>The maps of what a decoder takes of a picture.</summary>
/// <param name="Deep">At conv4_1.</param>
/// <param name="Fine">At conv3_4.</param>
/// <param name="Colors">Of the colours.</param>
internal sealed record GlanceMaps(FeatureTransport Deep, FeatureTransport Fine, FeatureTransport Colors)
{
    /// <summary>Maps that change nothing.</summary>
    /// <param name="deep">Channels at conv4_1.</param>
    /// <param name="fine">Channels at conv3_4.</param>
    public static GlanceMaps None(int deep, int fine) =>
        new(FeatureTransport.Identity(deep), FeatureTransport.Identity(fine), FeatureTransport.Identity(3));
}
