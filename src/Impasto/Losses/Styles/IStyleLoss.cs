using Impasto.Moments;

namespace Impasto.Losses.Styles;

/// <summary>
/// Distance of a picture's moments at one layer from those of a style, which the loss gets when it is created.
/// </summary>
public interface IStyleLoss
{
    /// <summary>
    /// Computes the loss before the layer's weight, and adds weight times its derivatives to the gradient.
    /// </summary>
    /// <param name="current">Moments of the picture, with as many channels as the style's.</param>
    /// <param name="weight">Factor on the derivatives; the returned loss does not contain it.</param>
    /// <param name="gradient">Receives weight * dE/dmu and weight * dE/dG, added to its values.</param>
    double Evaluate(LayerMoments current, double weight, MomentGradient gradient);
}
