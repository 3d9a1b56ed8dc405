import { Component, type ReactNode } from 'react';
import { asGatewayError, GatewayError } from '../gateway/gateway-error.ts';
import { ProblemNotice } from './ProblemNotice.tsx';

interface ErrorBoundaryProps {
  children: ReactNode;
  /** Asks for the data again. The children are then rendered anew. */
  onRetry: () => void;
  /** In place of the notice, for a part that the page can do without. */
  quiet?: ReactNode;
}

/** Keeps the failure of one part from the others, and offers to try it again. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { error: GatewayError | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return {
      error: asGatewayError(error) ?? new GatewayError('PAGE_FAULT', 'This part of the page has failed.'),
    };
  }

  private readonly retry = () => {
    this.props.onRetry();
    this.setState({ error: null });
  };

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return this.props.quiet ?? <ProblemNotice error={error} onRetry={this.retry} />;
  }
}
