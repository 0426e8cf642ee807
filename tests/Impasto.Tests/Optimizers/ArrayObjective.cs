using Impasto.Optimizers;
using Impasto.Storage;

namespace Impasto.Tests.Optimizers;

/// <summary>A function of few values, written for arrays.</summary>
internal abstract class ArrayObjective : IObjective
{
    public abstract double Evaluate(float[] point, float[] gradient);

    public LossValue Evaluate(PixelBuffer point, PixelBuffer gradient)
    {
        float[] values = point.ToArray(), slopes = new float[gradient.Length];
        double value = Evaluate(values, slopes);
        gradient.Write(0, slopes);
        return value;
    }
}
