import { Component, type ReactNode } from 'react';
import { type GatewayError, toGatewayError } from '../gateway/gateway-error.ts';
import { ProblemNotice } from './ProblemNotice.tsx';

interface ErrorBoundaryProps {
  children: ReactNode;
  /** Another text is another attempt: what has failed is then rendered anew. */
  attempt: string;
  /** Begins another attempt. */
  tryAgain: () => void;
  /** Called when what has failed is about to be rendered anew. */
  onRetry: () => void;
  /** Whether a failure leaves a gap and no words. */
  isQuiet: boolean;
}

/** Keeps the failure of one part from the others, and offers to try again. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: GatewayError | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error: toGatewayError(error) };
  }

  override componentDidUpdate(previous: ErrorBoundaryProps) {
    if (!this.state.error || previous.attempt === this.props.attempt) return;
    this.props.onRetry();
    this.setState({ error: null });
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    if (this.props.isQuiet) return null;
    return <ProblemNotice error={error} onRetry={this.props.tryAgain} retriesWhenOnline />;
  }
}
