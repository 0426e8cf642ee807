using Impasto.Video.Flow;

namespace Impasto.Tests.Clips;

/// <summary>How a flow compares with the exact one.</summary>
/// <param name="EndPointError">Mean distance in pixels over visible pixels.</param>
/// <param name="OverOne">Share of visible pixels whose distance is more than one pixel.</param>
/// <param name="Recall">Share of the hidden pixels that were found.</param>
/// <param name="Precision">Share of the pixels that were found that are hidden.</param>
internal sealed record FlowScore(double EndPointError, double OverOne, double Recall, double Precision)
{
    /// <summary>Compares.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="reliability">1 where it is relied on.</param>
    /// <param name="exact">The exact flow.</param>
    /// <param name="hidden">Which pixels have no counterpart.</param>
    public static FlowScore Of(FlowField flow, ReadOnlySpan<float> reliability, FlowField exact, bool[] hidden)
    {
        double sum = 0;
        int visible = 0, over = 0, found = 0, right = 0, all = 0;
        for (int k = 0; k < hidden.Length; k++)
        {
            bool isFound = reliability.Length > 0 && reliability[k] < 0.5f;
            found += isFound ? 1 : 0;
            if (hidden[k])
            {
                all++;
                right += isFound ? 1 : 0;
                continue;
            }

            double u = flow.Horizontal[k] - exact.Horizontal[k], v = flow.Vertical[k] - exact.Vertical[k];
            double error = Math.Sqrt((u * u) + (v * v));
            visible++;
            sum += error;
            over += error > 1 ? 1 : 0;
        }

        return new FlowScore(
            sum / visible,
            (double)over / visible,
            (double)right / Math.Max(1, all),
            (double)right / Math.Max(1, found));
    }

    public override string ToString() =>
        $"EPE {EndPointError:F3}, over 1 px {OverOne:P1}, recall {Recall:P1}, precision {Precision:P1}";
}
