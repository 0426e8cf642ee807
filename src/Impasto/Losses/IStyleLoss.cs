using Impasto.Moments;

namespace Impasto.Losses;

/// <summary>Distance of a picture's moments at one layer from those of a style, which it was made with.</summary>
public interface IStyleLoss
{
    /// <summary>The loss before the layer's weight; adds weight times its derivatives to the gradient.</summary>
    /// <param name="current">Moments of the picture, with as many channels as the style's.</param>
    /// <param name="weight">Factor on the derivatives only.</param>
    /// <param name="gradient">Receives weight * dE/dmu and weight * dE/dG, added to what it holds.</param>
    double Evaluate(LayerMoments current, double weight, MomentGradient gradient);
}
