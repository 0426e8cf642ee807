namespace Impasto;

/// <summary>The scale in which weights and losses are counted: published recipes differ, and their numbers only mean something in their own.</summary>
/// <remarks>
/// F are C x M features of the picture, P those of the content, G and A the Gram matrices of picture and style divided
/// by their numbers of positions M and M_s, w_l the layer's weight.
/// </remarks>
public enum LossConvention
{
    /// <summary>
    /// Distances relative to the target, so that the same weights look alike at every size and with every network.
    /// Style: sum w_l |G - A|^2 / |A|^2 / sum w_l. Content: sum w_l |F - P|^2 / |P|^2 / sum w_l. Total variation: mean of
    /// squared differences of neighbours. Pixels are optimised as RGB in 0 to 1.
    /// </summary>
    Relative,

    /// <summary>
    /// The PyTorch notebook. Style: sum w_l mean((M G - M_s A)^2) / (C M). Content: sum w_l mean((F - P)^2).
    /// Total variation: mean of squared differences. Pixels are optimised in the network's input scale.
    /// </summary>
    Notebook,

    /// <summary>
    /// neural-style-pt. Style: sum w_l mean((G - A)^2) / C^2. Content: sum w_l mean((F - P)^2). Total variation: sum of
    /// absolute differences. Pixels are optimised in the network's input scale.
    /// </summary>
    NeuralStyle,

    /// <summary>
    /// crowsonkb/style-transfer-pytorch. Style: sum w_l W2^2 / C / sum w_l with the Wasserstein-2 distance of the Gaussians, 1e-4 added to every
    /// variance. Content: sum w_l mean((F - P)^2) / sum w_l. Total variation: squared differences of all eight neighbours, 2/3 of their mean beside
    /// and below, 1/6 on the diagonals. Pixels are optimised as RGB in 0 to 1.
    /// </summary>
    Crowsonkb,
}
