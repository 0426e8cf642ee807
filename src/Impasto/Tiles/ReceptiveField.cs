using Impasto.Networks;

namespace Impasto.Tiles;

/// <summary>How far around itself a position of a layer sees.</summary>
internal static class ReceptiveField
{
    /// <summary>Pixels that a layer's position sees beyond the pixels of its own cell, on each side.</summary>
    /// <remarks>Each 3 x 3 convolution adds the stride at which it runs: 70 for VGG-19's conv5_1, 38 for its conv4_2.</remarks>
    public static int Radius(Network network, LayerName layer) =>
        network.Convolutions.TakeWhile(convolution => convolution.Layer <= layer).Sum(convolution => convolution.Layer.Stride);
}
