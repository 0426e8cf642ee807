using Impasto.Imaging;
using Impasto.Tests.Clips;
using Impasto.Video.Flow.Planes;
using Impasto.Video.Flow.Refinement;

namespace Impasto.Video.Tests.Flow;

/// <summary>The refinement's linear system against the same equations in double precision, solved by
/// elimination.</summary>
public sealed class RefinementSystemTests
{
    private const int Width = 13, Height = 9, Count = Width * Height;
    private const double Delta = 5, Gamma = 10, Alpha = 20, Zeta = 0.1, Epsilon2 = 1e-6;

    [Fact]
    public void Sweeps_lead_to_the_solution_in_double_precision()
    {
        GreyPyramid first = new(new PictureSize(Width, Height)), second = new(new PictureSize(Width, Height));
        LayeredScene scene = LayeredScene.Bars(new PictureSize(Width, Height));
        first.Fill(scene.Frame(0), null);
        second.Fill(scene.Frame(0.1), null);
        (BorderedPlane across, BorderedPlane down) = (New(), New());
        Gradients.Rows(first.Levels[0], across, down, 0, Height);
        WarpedDerivatives derivatives = new(first.Levels[0], second.Levels[0], (across, down));
        (BorderedPlane U, BorderedPlane V) start = (New(), New()), flow = (New(), New());
        Fill(start.U, 0.3, flow.U);
        Fill(start.V, -0.2, flow.V);
        derivatives.Run(start.U, start.V, null);
        RefinementSettings settings = new(1, 1, (float)Delta, (float)Gamma, (float)Alpha);
        RefinementSystem system = new(derivatives, settings);
        system.Run(start, flow, null);
        double[] expected = Solve(derivatives, start, flow);

        new RedBlackSolver(system).Run(flow.U, flow.V, 2000, null);

        for (int k = 0; k < Count; k++)
        {
            Assert.Equal(expected[2 * k], flow.U.Values[Index(flow.U, k)], 2e-4);
            Assert.Equal(expected[(2 * k) + 1], flow.V.Values[Index(flow.V, k)], 2e-4);
        }
    }

    private static BorderedPlane New() => new(Width, Height);

    private static int Index(BorderedPlane plane, int k) => plane.Start(k / Width) + (k % Width);

    // The current flow differs from the warped one: the robust weights are not all alike.
    private static void Fill(BorderedPlane start, double value, BorderedPlane current)
    {
        for (int k = 0; k < Count; k++)
        {
            start.Values[Index(start, k)] = (float)value;
            current.Values[Index(current, k)] = (float)(value + (0.1 * Math.Sin(k)));
        }

        start.Extend();
        current.Extend();
    }

    private static double[] Solve(
        WarpedDerivatives data, (BorderedPlane U, BorderedPlane V) start, (BorderedPlane U, BorderedPlane V) current)
    {
        double[,] matrix = new double[2 * Count, 2 * Count];
        double[] right = new double[2 * Count];
        for (int k = 0; k < Count; k++)
        {
            double u = At(start.U, k), v = At(start.V, k);
            double du = At(current.U, k) - u, dv = At(current.V, k) - v, inside = At(data.Inside, k);
            double x = At(data.X, k), y = At(data.Y, k), t = At(data.Time, k);
            double norm = 1 / ((x * x) + (y * y) + Zeta), rest = t + (x * du) + (y * dv);
            Add(Delta * inside * norm / Math.Sqrt((rest * rest * norm) + Epsilon2), x, y, t);
            double xx = At(data.XX, k), xy = At(data.XY, k), yy = At(data.YY, k);
            double xt = At(data.XTime, k), yt = At(data.YTime, k);
            double normX = 1 / ((xx * xx) + (xy * xy) + Zeta), normY = 1 / ((xy * xy) + (yy * yy) + Zeta);
            double restX = xt + (xx * du) + (xy * dv), restY = yt + (xy * du) + (yy * dv);
            double weight = Gamma * inside
                / Math.Sqrt((restX * restX * normX) + (restY * restY * normY) + Epsilon2);
            Add(weight * normX, xx, xy, xt);
            Add(weight * normY, xy, yy, yt);
            Smooth(matrix, current, k);

            // weight (x du + y dv + t)^2 / 2 by du and dv, with du = T - u.
            void Add(double w, double a, double b, double c)
            {
                matrix[2 * k, 2 * k] += w * a * a;
                matrix[2 * k, (2 * k) + 1] += w * a * b;
                matrix[(2 * k) + 1, 2 * k] += w * a * b;
                matrix[(2 * k) + 1, (2 * k) + 1] += w * b * b;
                right[2 * k] += w * a * ((a * u) + (b * v) - c);
                right[(2 * k) + 1] += w * b * ((a * u) + (b * v) - c);
            }
        }

        return Eliminate(matrix, right);
    }

    private static void Smooth(double[,] matrix, (BorderedPlane U, BorderedPlane V) current, int k)
    {
        bool hasRight = k % Width < Width - 1, hasLower = k / Width < Height - 1;
        double sum = Epsilon2;
        foreach (BorderedPlane plane in (BorderedPlane[])[current.U, current.V])
        {
            double across = hasRight ? At(plane, k + 1) - At(plane, k) : 0;
            double down = hasLower ? At(plane, k + Width) - At(plane, k) : 0;
            sum += (across * across) + (down * down);
        }

        double weight = Alpha / Math.Sqrt(sum);
        if (hasRight)
            Tie(k + 1);
        if (hasLower)
            Tie(k + Width);

        void Tie(int other)
        {
            for (int component = 0; component < 2; component++)
            {
                (int one, int two) = ((2 * k) + component, (2 * other) + component);
                matrix[one, one] += weight;
                matrix[two, two] += weight;
                matrix[one, two] -= weight;
                matrix[two, one] -= weight;
            }
        }
    }

    private static double At(BorderedPlane plane, int k) => plane.Values[Index(plane, k)];

    private static double[] Eliminate(double[,] matrix, double[] right)
    {
        int n = right.Length;
        for (int pivot = 0; pivot < n; pivot++)
        {
            for (int row = pivot + 1; row < n; row++)
            {
                double factor = matrix[row, pivot] / matrix[pivot, pivot];
                for (int column = pivot; column < n && factor != 0; column++)
                    matrix[row, column] -= factor * matrix[pivot, column];
                right[row] -= factor * right[pivot];
            }
        }

        for (int row = n - 1; row >= 0; row--)
        {
            for (int column = row + 1; column < n; column++)
                right[row] -= matrix[row, column] * right[column];
            right[row] /= matrix[row, row];
        }

        return right;
    }
}
