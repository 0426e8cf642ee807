namespace Impasto.Losses;

/// <summary>One weighted part of an objective. Contains no engine and no file.</summary>
/// <remarks>
/// There are three kinds of terms, by what they need from the network: <see cref="IMomentTerm"/> (moments of layers),
/// <see cref="IMapTerm"/> (features of layers at every position) or <see cref="IPixelTerm"/> (nothing). The objective
/// multiplies each term's value by its weight, and gives the same weight as the factor on its derivative.
/// </remarks>
public interface ILossTerm
{
    /// <summary>A short name: the key of its value in progress, traces and tables.</summary>
    string Name { get; }

    /// <summary>Factor on its value in the sum, 0 or more.</summary>
    double Weight { get; }

    /// <summary>
    /// Prepares for a content, its styles and a size. The objective calls it before the first evaluation and whenever
    /// one of them changes.
    /// </summary>
    /// <param name="scene">Content and styles, measured when they are asked for.</param>
    void Prepare(LossScene scene)
    {
    }
}
