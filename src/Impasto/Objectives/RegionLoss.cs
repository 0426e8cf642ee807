using Impasto.Losses;

namespace Impasto.Objectives;

/// <summary>What one part of the picture is compared with at one layer.</summary>
/// <param name="Loss">The loss against its styles.</param>
/// <param name="Share">The part's share of the picture.</param>
internal sealed record RegionLoss(IStyleLoss Loss, double Share);
