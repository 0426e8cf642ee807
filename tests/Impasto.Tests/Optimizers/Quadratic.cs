namespace Impasto.Tests.Optimizers;

/// <summary>f(x) = scale * sum c_i (x_i - m_i)^2 / 2: its minimum is known, its conditioning chosen.</summary>
/// <param name="curvatures">c.</param>
/// <param name="scale">Factor on the whole.</param>
/// <param name="minimum">m; null for m_i = i.</param>
internal sealed class Quadratic(
    float[] curvatures, double scale = 1, Func<int, double>? minimum = null) : ArrayObjective
{
    public int Evaluations { get; private set; }

    public override double Evaluate(float[] point, float[] gradient)
    {
        Evaluations++;
        double sum = 0;
        for (int i = 0; i < point.Length; i++)
        {
            double distance = point[i] - (minimum?.Invoke(i) ?? i);
            sum += 0.5 * curvatures[i] * distance * distance;
            gradient[i] = (float)(scale * curvatures[i] * distance);
        }

        return scale * sum;
    }

    public static double Distance(float[] point) => point.Select((value, i) => Math.Abs(value - (double)i)).Max();
}
