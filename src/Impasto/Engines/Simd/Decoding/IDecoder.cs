namespace Impasto.Engines.Simd.Decoding;

/// <summary>Makes pixels of features. One caller at a time.</summary>
internal interface IDecoder : IDisposable
{
    /// <summary>Maps the features and makes pixels of them.</summary>
    /// <param name="features">Features of a piece of a picture, and their maps.</param>
    /// <param name="target">Three planes that receive the pixels.</param>
    /// <param name="window">Which pixels are wanted, and where they go.</param>
    void Run(DecoderFeatures features, float[] target, PixelWindow window);
}
