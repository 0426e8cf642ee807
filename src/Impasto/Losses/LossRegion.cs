namespace Impasto.Losses;

/// <summary>A region of the picture that has styles of its own.</summary>
/// <param name="Name">For people: "the picture", "region 1", "the rest".</param>
/// <param name="Share">
/// Its share of the picture's pixels, 0 to 1: the weight of its style loss, so that styles are equally strong
/// everywhere.
/// </param>
public sealed record LossRegion(string Name, double Share);
