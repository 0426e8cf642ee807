using Impasto.Checkpoints;

namespace Impasto.Optimizers;

/// <summary>Losses in checkpoints.</summary>
internal static class LossState
{
    /// <summary>Exchanges a loss with its terms.</summary>
    public static LossValue Exchange(CheckpointState state, LossValue loss)
    {
        double total = state.Number("total", loss.Total);
        var parts = new LossPart[state.Number("terms", loss.Parts.Count)];
        for (int i = 0; i < parts.Length; i++)
        {
            LossPart part = loss.Parts.ElementAtOrDefault(i);
            parts[i] = new LossPart(
                state.Text($"name{i}", part.Name ?? ""),
                state.Number($"weight{i}", part.Weight),
                state.Number($"value{i}", part.Value));
        }

        return new LossValue(total, parts);
    }
}
